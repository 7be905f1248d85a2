'use client';

import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { coveredBoxes } from './covered.ts';
import classes from './map.module.css';

/** What lies over the map and takes clicks itself. */
const lids = '[data-over-map], .leaflet-control, .leaflet-popup';
const events = 'moveend zoomend resize popupopen popupclose';

/**
 * Markers under a button, a legend, a popup or a marker of another layer are no targets until the map moves: what is left
 * of them is too small for a finger (WCAG 2.2, 2.5.8).
 */
export function CoveredMarkers() {
  const map = useMap();
  useEffect(() => {
    const pane = map.getPane('markerPane');
    const region = map.getContainer().parentElement;
    if (!pane || !region) return;
    let waiting = 0;
    const judgeSoon = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        judge(pane, region);
      });
    };
    const observer = new MutationObserver(judgeSoon);
    observer.observe(pane, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['style', 'tabindex'],
    });
    map.on(events, judgeSoon);
    judgeSoon();
    return () => {
      cancelAnimationFrame(waiting);
      observer.disconnect();
      map.off(events, judgeSoon);
    };
  }, [map]);
  return null;
}

function judge(pane: HTMLElement, region: HTMLElement): void {
  const markers = [...pane.querySelectorAll<HTMLElement>(`.${classes['marker'] ?? ''}[role="button"]`)];
  markers.sort((a, b) => Number(b.style.zIndex) - Number(a.style.zIndex));
  const boxOf = (element: Element) => element.getBoundingClientRect();
  const covered = coveredBoxes(markers.map(boxOf), [...region.querySelectorAll(lids)].map(boxOf));
  markers.forEach((marker, index) => {
    const tabIndex = covered[index] ? -1 : 0;
    if (marker.tabIndex !== tabIndex) marker.tabIndex = tabIndex;
  });
}
