-- Tokens of OAuth 2 clients, so that all workers of all runs ask for one together.

create table towpath.oauth_token (
  feed text not null,
  token_url text not null,
  client text not null,
  generation bigint not null check (generation >= 0),
  sealed bytea,
  replace_at timestamptz not null default '-infinity',
  primary key (feed, token_url, client)
);
comment on table towpath.oauth_token is 'the token that a feed''s workers share; who replaces it holds the row lock';
comment on column towpath.oauth_token.client is 'SHA-256 of the client''s id and of the scope it asks for';
comment on column towpath.oauth_token.generation is 'grows with every token; who was refused replaces only the one he was refused with';
comment on column towpath.oauth_token.sealed is 'nonce and AES-256-GCM of the token, by a key that is derived from the client''s secret; null: none yet';
comment on column towpath.oauth_token.replace_at is 'from when on it is replaced, by the database''s clock: before it expires';

do $$
begin
  if exists (select from pg_roles where rolname = 'towpath_loader') then
    grant select, insert, update on towpath.oauth_token to towpath_loader;
    alter table towpath.oauth_token owner to towpath_owner;
  end if;
end $$;
