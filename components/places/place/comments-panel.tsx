'use client';

import { Button, Card, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { ApiProblem } from '#components/ui/api-client.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { CommentThread, UnitComment } from '#lib/registry/domain/unit-comment.ts';
import { CardsSkeleton } from './cards-skeleton.tsx';
import { fetchComments, sendComment, takeBackComment } from './place-data.ts';
import classes from './place.module.css';
import { showFailure } from './use-unit-change.tsx';

/** What people say of a place, with one level of answers. */
export function CommentsPanel({ unitId }: { readonly unitId: string }) {
  const t = useTranslations('place');
  const list = usePagedList({
    queryKey: ['units', 'comments', unitId],
    fetchPage: (cursor, signal) => fetchComments(unitId, cursor, signal),
  });
  return (
    <Stack maw={760}>
      <CommentForm unitId={unitId} answerTo={null} />
      {list.isLoading && <CardsSkeleton />}
      {list.error !== null && <ErrorState error={list.error} onRetry={list.retry} />}
      {!list.isLoading && list.error === null && list.rows.length === 0 && (
        <EmptyState title={t('comments.none')} description={t('comments.noneHint')} />
      )}
      {list.rows.map((thread) => (
        <Thread key={thread.id} unitId={unitId} thread={thread} />
      ))}
      {list.more && (
        <Button variant="default" loading={list.isLoadingMore} onClick={list.more}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}

function Thread({ unitId, thread }: { readonly unitId: string; readonly thread: CommentThread }) {
  const t = useTranslations('place');
  const [isAnswering, setAnswering] = useState(false);
  return (
    <Card padding="md" component="article" aria-label={t('comments.by', { person: thread.authorLabel })}>
      <Stack gap="sm">
        <Comment unitId={unitId} comment={thread} />
        {thread.answers.length > 0 && (
          <Stack gap="sm" className={classes['answers'] ?? ''}>
            {thread.answers.map((answer) => (
              <Comment key={answer.id} unitId={unitId} comment={answer} />
            ))}
          </Stack>
        )}
        {isAnswering ? (
          <CommentForm
            unitId={unitId}
            answerTo={thread.id}
            onDone={() => {
              setAnswering(false);
            }}
          />
        ) : (
          thread.body !== null && (
            <Group>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  setAnswering(true);
                }}
              >
                {t('comments.answer')}
              </Button>
            </Group>
          )
        )}
      </Stack>
    </Card>
  );
}

function Comment({ unitId, comment }: { readonly unitId: string; readonly comment: UnitComment }) {
  const t = useTranslations('place');
  const refresh = useRefreshComments(unitId);
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={560}>
          {comment.authorLabel}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          <RelativeTime at={comment.createdAt} />
        </Text>
        {comment.isOwn && comment.body !== null && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              takeBackComment(unitId, comment.id).then(refresh).catch(showFailure);
            }}
          >
            {t('comments.takeBack')}
          </Button>
        )}
      </Group>
      {comment.body === null ? (
        <Text size="sm" c="dimmed" fs="italic">
          {t('comments.takenBack')}
        </Text>
      ) : (
        <Text size="sm" className={classes['comment'] ?? ''}>
          {comment.body}
        </Text>
      )}
    </div>
  );
}

function useRefreshComments(unitId: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['units', 'comments', unitId] });
}

interface CommentFormProps {
  readonly unitId: string;
  readonly answerTo: string | null;
  readonly onDone?: () => void;
}

function CommentForm({ unitId, answerTo, onDone }: CommentFormProps) {
  const t = useTranslations('place');
  const refresh = useRefreshComments(unitId);
  const [body, setBody] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const label = t(answerTo === null ? 'comments.write' : 'comments.writeAnswer');
  const send = async () => {
    setSending(true);
    setFailure(null);
    try {
      await sendComment(unitId, body, answerTo);
      setBody('');
      await refresh();
      onDone?.();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setFailure(error.message);
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={label}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4000}
          value={body}
          error={failure}
          onChange={(event) => {
            setBody(event.currentTarget.value);
          }}
        />
        <Group justify="flex-end" gap="xs">
          {onDone && (
            <Button size="xs" variant="default" onClick={onDone}>
              {t('cancel')}
            </Button>
          )}
          <Button size="xs" type="submit" loading={isSending} disabled={body.trim() === ''}>
            {t('comments.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
