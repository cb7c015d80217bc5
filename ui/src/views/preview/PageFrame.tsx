import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { bridge } from '../../bridge';
import { giveKeysBack } from './keys_back';

interface PageFrameProps {
  title: string;
  /** Path of the page below the preview scheme's root; empty for none yet. */
  path: string;
  /** Top-level block that is being edited, -1 for none. */
  block: number;
  /** Width of the page in CSS pixels; 0 for that of the pane. A page wider than the pane is made smaller. */
  width: number;
}

/** How long a page may take to load before the next one is loaded in its place, in milliseconds. */
const PATIENCE = 2000;

/**
 * The page in a frame without scripts and without an origin. The next page loads behind the one that is seen and takes
 * its place when it is there, so that nothing flashes; pages that came meanwhile are passed over but for the last.
 * A frame of its own for each page keeps the web view's history short.
 */
export function PageFrame({ title, path, block, width }: PageFrameProps) {
  const [shown, setShown] = useState('');
  const [loading, setLoading] = useState('');
  const fragment = block >= 0 ? `#p-${block}` : '';
  // The address of a frame stays the one it was loaded with; where it has moved to since is kept beside it.
  const first = useRef(new Map<string, string>());
  const moved = useRef('');
  const front = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    if (path !== '' && path !== shown && loading === '') setLoading(path);
  }, [path, shown, loading]);

  useEffect(() => {
    if (loading === '') return;
    const timer = setTimeout(() => setLoading(''), PATIENCE);
    return () => clearTimeout(timer);
  }, [loading]);

  // The cursor moved to another block of the same page: the frame follows by its fragment, which loads nothing.
  useEffect(() => {
    if (fragment === '' || shown === '' || (moved.current || first.current.get(shown)) === fragment) return;
    moved.current = fragment;
    try {
      front.current?.contentWindow?.location.replace(bridge().previewUrl(shown) + fragment);
    } catch {
      // A frame that will not be moved stays where it is.
    }
  }, [fragment, shown]);

  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useEffect(() => (box.current ? giveKeysBack(box.current) : undefined), []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const scale = width > 0 && room > 0 ? Math.min(1, room / width) : 1;

  const pages = [shown, loading].filter((each, index, all) => each !== '' && all.indexOf(each) === index);
  for (const page of first.current.keys()) if (!pages.includes(page)) first.current.delete(page);
  return (
    <div className="page-box" ref={box}>
      <div
        className="page"
        style={
          width > 0
            ? {
                inlineSize: width,
                blockSize: `${100 / scale}%`,
                transform: `scale(${scale})`,
                marginInline: scale === 1 ? 'auto' : undefined,
              }
            : { inlineSize: '100%', blockSize: '100%' }
        }
      >
        {pages.map((page) => {
          const seen = page === shown;
          if (!first.current.has(page)) first.current.set(page, fragment);
          return (
            <iframe
              key={page}
              ref={seen ? front : undefined}
              className={`page-frame ${seen ? 'is-shown' : 'is-coming'}`}
              title={title}
              sandbox=""
              tabIndex={seen ? 0 : -1}
              aria-hidden={!seen}
              data-testid={seen ? 'preview-frame' : 'preview-frame-next'}
              src={bridge().previewUrl(page) + (first.current.get(page) ?? '')}
              onLoad={() => {
                if (page !== loading) return;
                moved.current = '';
                setShown(page);
                setLoading('');
              }}
            />
          );
        })}
      </div>
    </div>
  );
}
