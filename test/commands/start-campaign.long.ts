/** The same, after each of the campaigns and not only after every third. */
import "./start-campaign.test.ts";
