import type { ReactNode } from 'react';

interface ScrollRegionProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Something wider or longer than its place. It takes the focus so that the arrow keys can move it. */
export function ScrollRegion({ label, className = '', children }: ScrollRegionProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={`data-table-holder ${className}`} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
