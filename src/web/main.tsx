import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { showLanguage } from './i18n.ts';
import { preferences } from './preferences.ts';

const holder = document.getElementById('root');
if (holder === null) throw new Error('index.html has no #root');

// Texts first: a page that shows keys for a moment looks broken.
await showLanguage(preferences().language);
createRoot(holder).render(<App />);
