import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { PAGE_PATHS, type PagePath } from '../serve/page-paths.js';
import { hrefOf, NavigationContext, useBrowserAddress, useNavigation } from './address.js';
import { Bank } from './bank/bank.js';
import { Explore } from './explore/explore.js';
import { Trouble } from './fields.js';
import { Race } from './race/race.js';
import { messageOf, request, type Catalogue } from './service.js';
import { Step } from './step/step.js';

/** What every view is handed. */
export interface ViewProps {
  readonly catalogue: Catalogue;
}

interface View {
  readonly path: PagePath;
  readonly name: string;
  readonly component: ComponentType<ViewProps>;
}

/** The service answers each of these paths with the page. */
const VIEWS: Readonly<Record<PagePath, View>> = {
  '/': { path: '/', name: 'Bank', component: Bank },
  '/race': { path: '/race', name: 'Race', component: Race },
  '/explore': { path: '/explore', name: 'Explore', component: Explore },
  '/step': { path: '/step', name: 'Step', component: Step },
};

/** The page: its navigation, and the view of the address. */
export const App = () => {
  const navigation = useBrowserAddress();
  const [catalogue, setCatalogue] = useState<Catalogue | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    request<Catalogue>('GET', '/catalogue').then(setCatalogue, (error: unknown) =>
      setTrouble(messageOf(error)),
    );
  }, []);
  const path = PAGE_PATHS.find((each) => each === navigation.address.path);
  const view = path === undefined ? undefined : VIEWS[path];
  const name = view?.name ?? 'Not found';
  useEffect(() => {
    document.title = `${name} · race-lab`;
  }, [name]);
  return (
    <NavigationContext.Provider value={navigation}>
      <header class="top">
        <p class="brand">race-lab</p>
        <nav aria-label="views">
          {PAGE_PATHS.map((each) => (
            <ViewLink key={each} view={VIEWS[each]} isCurrent={each === path} />
          ))}
          <a href="/docs">API</a>
        </nav>
      </header>
      <main>
        <h1>{name}</h1>
        <Trouble message={trouble} />
        {catalogue !== null && view !== undefined && <view.component catalogue={catalogue} />}
      </main>
    </NavigationContext.Provider>
  );
};

interface ViewLinkProps {
  readonly view: View;
  readonly isCurrent: boolean;
}

const ViewLink = ({ view: { path, name }, isCurrent }: ViewLinkProps) => {
  const { go } = useNavigation();
  return (
    <a
      href={hrefOf(path)}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        // With a key, the browser opens it elsewhere.
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(path);
      }}
    >
      {name}
    </a>
  );
};
