/** The addresses of the page's views: the service answers each with the page, which shows the view. */
export const PAGE_PATHS = ['/', '/race', '/explore', '/step'] as const;

/** One of these addresses. */
export type PagePath = (typeof PAGE_PATHS)[number];
