/** The same, with many more addresses. */
import "./judge-link.test.ts";
