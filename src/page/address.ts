/** Where the page is: a view and its settings. An address can be shared, reloaded and gone back to. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

/** A view and its settings, as the browser shows them. */
export interface Address {
  readonly path: string;
  readonly settings: URLSearchParams;
}

/** Goes to an address of the page. */
export interface Navigation {
  readonly address: Address;
  /** A new entry of the history. */
  readonly go: (path: string, settings?: URLSearchParams) => void;
  /** The same entry of the history, with other settings. */
  readonly change: (settings: URLSearchParams) => void;
}

/** Where the parts of the page find the address. */
export const NavigationContext = createContext<Navigation | null>(null);

/** The address, for every part of the page. */
export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new RangeError('the page has no address');
  return navigation;
}

/** Follows the address of the browser. */
export function useBrowserAddress(): Navigation {
  const [address, setAddress] = useState(addressNow);
  useEffect(() => {
    const follow = () => setAddress(addressNow());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return {
    address,
    go: (path, settings) => {
      history.pushState(null, '', hrefOf(path, settings));
      setAddress(addressNow());
    },
    change: (settings) => {
      history.replaceState(null, '', hrefOf(location.pathname, settings));
      setAddress(addressNow());
    },
  };
}

const addressNow = (): Address => ({
  path: location.pathname,
  settings: new URLSearchParams(location.search),
});

/** `/race?strategy=naive` */
export function hrefOf(path: string, settings: URLSearchParams = new URLSearchParams()): string {
  const query = settings.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** Settings without those that are empty. */
export function settingsOf(
  values: Readonly<Record<string, string | readonly string[]>>,
): URLSearchParams {
  const settings = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const each of [value].flat()) if (each !== '') settings.append(name, each);
  }
  return settings;
}
