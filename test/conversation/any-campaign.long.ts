/** The same, for many more campaigns and people. */
import "./any-campaign.test.ts";
