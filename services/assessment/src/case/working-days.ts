/** Terms of the service track in working days (house rules; the purchaser may set others). */
export const ASSESSMENT_DAYS = 10;
export const PLAN_DAYS = 5;
/** Three months are at most so many days. */
export const REVIEW_WITHIN_DAYS = 92;
