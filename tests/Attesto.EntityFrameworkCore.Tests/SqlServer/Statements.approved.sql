INSERT INTO [table_prefix_authorization_codes] (hash, redirect_uri, expires_at, keep_until, client_id, subject, scope, resources, family_id, amr) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9);

SELECT TOP(2) [t].[hash], [t].[access_token_expires_at], [t].[access_token_id], [t].[acr], [t].[amr], [t].[auth_time], [t].[challenge], [t].[claimed_at], [t].[claims], [t].[client_id], [t].[dpop_jkt], [t].[expires_at], [t].[family_id], [t].[keep_until], [t].[nonce], [t].[redeemed_at], [t].[redirect_uri], [t].[resources], [t].[scope], [t].[session_id], [t].[subject]
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[hash] = @hash_Value;

UPDATE [table_prefix_authorization_codes] SET claimed_at = @p0 WHERE hash = @p1 AND claimed_at IS NULL;

UPDATE [table_prefix_authorization_codes]
SET redeemed_at = @p0, access_token_id = @p1, access_token_expires_at = @p2,
    keep_until = CASE WHEN expires_at > @p3 THEN expires_at ELSE @p4 END
WHERE hash = @p5 AND claimed_at IS NOT NULL;

INSERT INTO [table_prefix_refresh_tokens] (hash, family_hash, expires_at, family_started_at, client_id, subject, scope, resources, family_id, amr) SELECT @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_families] WHERE family_hash = @p0);

SELECT TOP(2) [t].[hash], [t].[acr], [t].[amr], [t].[auth_time], [t].[certificate_thumbprint], [t].[claims], [t].[client_id], [t].[dpop_jkt], [t].[expires_at], [t].[family_hash], [t].[family_id], [t].[family_started_at], [t].[protected_successor], [t].[resources], [t].[rotated_at], [t].[scope], [t].[session_id], [t].[subject], [t].[successor_hash], [t].[successor_resources], [t].[successor_scope], CASE
    WHEN EXISTS (
        SELECT 1
        FROM [table_prefix_revoked_families] AS [t0]
        WHERE [t0].[family_hash] = [t].[family_hash]) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END AS [FamilyRevoked], CASE
    WHEN NOT EXISTS (
        SELECT 1
        FROM [table_prefix_refresh_tokens] AS [t1]
        WHERE [t1].[hash] = [t].[successor_hash] AND [t1].[rotated_at] IS NULL) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END AS [SuccessorSpent]
FROM [table_prefix_refresh_tokens] AS [t]
WHERE [t].[hash] = @hash_Value;

UPDATE [table_prefix_refresh_tokens] SET expires_at = @p0
WHERE hash = @p1 AND rotated_at IS NULL
AND NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_families] AS revoked WHERE revoked.family_hash = [table_prefix_refresh_tokens].family_hash);

UPDATE [table_prefix_refresh_tokens]
SET rotated_at = @p0, successor_hash = @p1, successor_scope = @p2, successor_resources = @p3,
    protected_successor = @p4
WHERE hash = @p5 AND family_hash = @p6 AND rotated_at IS NULL
AND NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_families] WHERE family_hash = @p7);

INSERT INTO [table_prefix_refresh_tokens] (hash, family_hash, expires_at, family_started_at, client_id, subject, scope, resources, family_id, amr) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9);

SELECT MAX([t].[expires_at])
FROM [table_prefix_refresh_tokens] AS [t]
WHERE [t].[family_hash] = @hash;

INSERT INTO [table_prefix_revoked_families] (family_hash, revoked_at, keep_until) SELECT @p1, @p2, @p3 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_families] WHERE family_hash = @p0);

INSERT INTO [table_prefix_revoked_access_tokens] (hash, expires_at) SELECT @p1, @p2 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_access_tokens] WHERE hash = @p0);

SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [table_prefix_revoked_access_tokens] AS [t]
        WHERE [t].[hash] = @hash) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END;

INSERT INTO [table_prefix_device_codes] (hash, user_code_hash, requested_scope, requested_resources, requested_at, expires_at, keep_until, client_id, subject, scope, resources, family_id, amr) SELECT @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_device_codes] WHERE user_code_hash = @p0);

SELECT TOP(2) [t].[hash], [t].[acr], [t].[amr], [t].[approved_at], [t].[auth_time], [t].[claimed_at], [t].[claims], [t].[client_id], [t].[denied_at], [t].[dpop_jkt], [t].[expires_at], [t].[family_id], [t].[keep_until], [t].[polled_at], [t].[requested_at], [t].[requested_from], [t].[requested_resources], [t].[requested_scope], [t].[resources], [t].[scope], [t].[session_id], [t].[subject], [t].[user_code_hash]
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[hash] = @hash_Value;

SELECT TOP(2) [t].[hash], [t].[acr], [t].[amr], [t].[approved_at], [t].[auth_time], [t].[claimed_at], [t].[claims], [t].[client_id], [t].[denied_at], [t].[dpop_jkt], [t].[expires_at], [t].[family_id], [t].[keep_until], [t].[polled_at], [t].[requested_at], [t].[requested_from], [t].[requested_resources], [t].[requested_scope], [t].[resources], [t].[scope], [t].[session_id], [t].[subject], [t].[user_code_hash]
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[user_code_hash] = @userCode_Value;

UPDATE [table_prefix_device_codes] SET polled_at = @p0
WHERE hash = @p1 AND (polled_at IS NULL OR polled_at <= @p2 OR polled_at > @p3);

UPDATE [table_prefix_device_codes]
SET approved_at = @p0, subject = @p1, scope = @p2, resources = @p3,
    family_id = @p4, auth_time = @p5, acr = @p6, amr = @p7,
    session_id = @p8, claims = @p9
WHERE user_code_hash = @p10 AND approved_at IS NULL AND denied_at IS NULL AND expires_at > @p11;

UPDATE [table_prefix_device_codes] SET denied_at = @p0
WHERE user_code_hash = @p1 AND approved_at IS NULL AND denied_at IS NULL AND expires_at > @p2;

UPDATE [table_prefix_device_codes] SET claimed_at = @p0 WHERE hash = @p1 AND approved_at IS NOT NULL AND claimed_at IS NULL;

INSERT INTO [table_prefix_replays] (hash, expires_at) SELECT @p1, @p2 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_replays] WHERE hash = @p0);

INSERT INTO [table_prefix_dpop_nonces] (hash, expires_at) VALUES (@p0, @p1);

SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [table_prefix_dpop_nonces] AS [t]
        WHERE [t].[hash] = @nonce_Value AND [t].[expires_at] > @instant) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END;

INSERT INTO [table_prefix_pushed_requests] (hash, client_id, parameters, expires_at) VALUES (@p0, @p1, @p2, @p3);

SELECT TOP(2) [t].[hash], [t].[client_id], [t].[dpop_jkt], [t].[expires_at], [t].[parameters]
FROM [table_prefix_pushed_requests] AS [t]
WHERE [t].[hash] = @hash_Value;

DELETE FROM [table_prefix_pushed_requests] WHERE hash = @p0;

INSERT INTO [table_prefix_consent_grants] (hash, binding, expires_at) VALUES (@p0, @p1, @p2);

SELECT TOP(2) [t].[hash], [t].[binding], [t].[claimed_at], [t].[expires_at]
FROM [table_prefix_consent_grants] AS [t]
WHERE [t].[hash] = @hash_Value;

UPDATE [table_prefix_consent_grants] SET claimed_at = @p0 WHERE hash = @p1 AND claimed_at IS NULL;

UPDATE [table_prefix_logout_sessions] SET expires_at = CASE WHEN expires_at > @p0 THEN expires_at ELSE @p1 END WHERE hash = @p2;

SELECT [t].[hash], [t].[client_id], [t].[expires_at], [t].[session_hash], [t].[session_id], [t].[subject], [t].[subject_hash]
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[session_hash] = @sessionHash AND [t].[expires_at] > @now;

SELECT [t].[hash], [t].[client_id], [t].[expires_at], [t].[session_hash], [t].[session_id], [t].[subject], [t].[subject_hash]
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[subject_hash] = @subjectHash AND [t].[expires_at] > @now;

UPDATE [table_prefix_client_metadata] SET document = @p0, expires_at = @p1 WHERE hash = @p2;

SELECT TOP(2) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[hash] = @hash;

DELETE FROM [table_prefix_client_metadata] WHERE hash = @p0;

INSERT INTO [table_prefix_registered_clients] (hash, client_id, registration_access_token_hash, metadata, issued_at) VALUES (@p0, @p1, @p2, @p3, @p4);

SELECT TOP(2) [t].[hash], [t].[client_id], [t].[expires_at], [t].[issued_at], [t].[metadata], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash;

UPDATE [table_prefix_registered_clients]
SET registration_access_token_hash = @p0, metadata = @p1, issued_at = @p2,
    secret_hash = @p3, secret_expires_at = @p4, expires_at = @p5
WHERE hash = @p6 AND registration_access_token_hash = @p7;

UPDATE [table_prefix_registered_clients] SET expires_at = @p0 WHERE hash = @p1;

DELETE FROM [table_prefix_registered_clients] WHERE hash = @p0 AND registration_access_token_hash = @p1;

SELECT MIN([t].[keep_until])
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[keep_until] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_authorization_codes] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE keep_until >= @p1 AND keep_until < @p2 ORDER BY keep_until)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_refresh_tokens] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_refresh_tokens] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[keep_until])
FROM [table_prefix_revoked_families] AS [t]
WHERE [t].[keep_until] >= @from;

WITH expired AS (
    SELECT TOP (@p0) family_hash FROM [table_prefix_revoked_families] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE keep_until >= @p1 AND keep_until < @p2 AND NOT EXISTS (SELECT 1 FROM [table_prefix_refresh_tokens] AS member WHERE member.family_hash = [table_prefix_revoked_families].family_hash) ORDER BY keep_until)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_revoked_access_tokens] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_revoked_access_tokens] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[keep_until])
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[keep_until] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_device_codes] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE keep_until >= @p1 AND keep_until < @p2 ORDER BY keep_until)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_pushed_requests] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_pushed_requests] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_consent_grants] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_consent_grants] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_logout_sessions] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_replays] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_replays] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_dpop_nonces] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_dpop_nonces] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_client_metadata] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_registered_clients] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;
