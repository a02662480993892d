import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { customerSearch, leakSearch } from '#modules/detection/web/search.ts';
import { queryClient } from './query-client.ts';
import { meQuery } from './session.ts';
import { NotFound, RouteFailure } from './shell/failure-page.tsx';
import { Shell } from './shell/shell.tsx';

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** The right without which the server would refuse what this page shows. */
    right?: string;
  }
}

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: RouteFailure });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => (typeof search['to'] === 'string' ? { to: search['to'] } : {}),
  component: lazyRouteComponent(() => import('#modules/identity/web/sign-in-page.tsx'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search): { token?: string } => (typeof search['token'] === 'string' ? { token: search['token'] } : {}),
  component: lazyRouteComponent(() => import('#modules/identity/web/setup-page.tsx'), 'SetupPage'),
});

/** Everything inside the frame needs somebody signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
});

const leak = createRoute({
  getParentRoute: () => shell,
  path: '/leak',
  validateSearch: leakSearch,
  staticData: { right: 'detection.see_company' },
  component: lazyRouteComponent(() => import('#modules/detection/web/leak-page.tsx'), 'LeakPage'),
});

const rep = createRoute({
  getParentRoute: () => shell,
  path: '/leak/reps/$personId',
  validateSearch: leakSearch,
  staticData: { right: 'detection.see_reps' },
  component: lazyRouteComponent(() => import('#modules/detection/web/rep-page.tsx'), 'RepPage'),
});

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/leak/customers',
  validateSearch: customerSearch,
  staticData: { right: 'detection.see_customers' },
  component: lazyRouteComponent(() => import('#modules/detection/web/customers-page.tsx'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => shell,
  path: '/leak/customers/$customerId',
  validateSearch: leakSearch,
  staticData: { right: 'detection.see_customers' },
  component: lazyRouteComponent(() => import('#modules/detection/web/customer-page.tsx'), 'CustomerPage'),
});

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/imports',
  staticData: { right: 'orders.import' },
  component: lazyRouteComponent(() => import('#modules/orders/web/imports-page.tsx'), 'ImportsPage'),
});

const importDetail = createRoute({
  getParentRoute: () => shell,
  path: '/imports/$importId',
  staticData: { right: 'orders.import' },
  component: lazyRouteComponent(() => import('#modules/orders/web/import-page.tsx'), 'ImportPage'),
});

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  staticData: { right: 'identity.manage' },
  component: lazyRouteComponent(() => import('#modules/identity/web/people-page.tsx'), 'PeoplePage'),
});

const routeTree = root.addChildren([
  signIn,
  setup,
  shell.addChildren([home, leak, rep, customers, customer, imports, importDetail, people]),
]);

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true });
