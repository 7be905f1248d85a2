'use client';

export { FailedState as default } from '#components/shell/failed-state.tsx';
