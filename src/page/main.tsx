/** The page of `race-lab serve`. */
import { render } from 'preact';

import { STYLE } from '../report/formats/html/style.js';
import { App } from './app.js';

// The same style sheet as in the file of a report. As an object, it needs no exception in the page's policy.
const style = new CSSStyleSheet();
style.replaceSync(STYLE);
document.adoptedStyleSheets = [style];

render(<App />, document.body);
