import { useEffect, useState, type ComponentType } from 'react';

/**
 * A component whose code comes later: drawn at once when it is there, else as soon as it is. Unlike `React.lazy` it needs no
 * Suspense boundary, whose fallback React keeps for up to 300 ms: a dialog that was fetched ahead must be there for the very next key.
 */
export function late<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const code: { view: ComponentType<Props> | null; coming: Promise<void> | null } = { view: null, coming: null };
  const preload = (): Promise<void> =>
    (code.coming ??= load().then(
      (view) => {
        code.view = view;
      },
      (error: unknown) => {
        // Another try may find it (the host was away).
        code.coming = null;
        throw error;
      },
    ));
  function Late(props: Props) {
    const [View, setView] = useState(() => code.view);
    useEffect(() => {
      if (View) return;
      let gone = false;
      const show = (next: () => ComponentType<Props> | null) => {
        if (!gone) setView(next);
      };
      preload().then(
        () => show(() => code.view),
        (error: unknown) =>
          // Thrown while drawing, so that the error boundary of this place catches it.
          show(() => {
            throw error;
          }),
      );
      return () => {
        gone = true;
      };
    }, [View]);
    return View && <View {...props} />;
  }
  return Object.assign(Late, { preload });
}
