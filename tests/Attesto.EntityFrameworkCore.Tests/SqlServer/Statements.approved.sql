INSERT INTO [table_prefix_authorization_codes] ([hash], [access_token_expires_at], [access_token_id], [acr], [amr], [auth_time], [challenge], [claimed_at], [claims], [client_id], [dpop_jkt], [expires_at], [family_id], [keep_until], [nonce], [redeemed_at], [redirect_uri], [resources], [scope], [session_id], [subject]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_authorization_codes] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT TOP(2) [t].[hash], [t].[access_token_expires_at], [t].[access_token_id], [t].[acr], [t].[amr], [t].[auth_time], [t].[challenge], [t].[claimed_at], [t].[claims], [t].[client_id], [t].[dpop_jkt], [t].[expires_at], [t].[family_id], [t].[keep_until], [t].[nonce], [t].[redeemed_at], [t].[redirect_uri], [t].[resources], [t].[scope], [t].[session_id], [t].[subject]
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[hash] = @hash;

UPDATE [t]
SET [t].[claimed_at] = @p
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[hash] = @hash AND [t].[claimed_at] IS NULL;

UPDATE [t]
SET [t].[redeemed_at] = @p,
    [t].[access_token_id] = @p2,
    [t].[access_token_expires_at] = @p3,
    [t].[keep_until] = CASE
        WHEN [t].[expires_at] > @until THEN [t].[expires_at]
        ELSE @until
    END
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[hash] = @hash AND [t].[claimed_at] IS NOT NULL;

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
WHERE [t].[hash] = @hash;

UPDATE [table_prefix_refresh_tokens] SET expires_at = @p0
WHERE hash = @p1 AND rotated_at IS NULL
AND NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_families] AS revoked WHERE revoked.family_hash = [table_prefix_refresh_tokens].family_hash);

UPDATE [table_prefix_refresh_tokens]
SET rotated_at = @p0, successor_hash = @p1, successor_scope = @p2, successor_resources = @p3,
    protected_successor = @p4
WHERE hash = @p5 AND family_hash = @p6 AND rotated_at IS NULL
AND NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_families] WHERE family_hash = @p7);

INSERT INTO [table_prefix_refresh_tokens] ([hash], [acr], [amr], [auth_time], [certificate_thumbprint], [claims], [client_id], [dpop_jkt], [expires_at], [family_hash], [family_id], [family_started_at], [protected_successor], [resources], [rotated_at], [scope], [session_id], [subject], [successor_hash], [successor_resources], [successor_scope]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_refresh_tokens] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT MAX([t].[expires_at])
FROM [table_prefix_refresh_tokens] AS [t]
WHERE [t].[family_hash] = @hash;

INSERT INTO [table_prefix_revoked_families] ([family_hash], [keep_until], [revoked_at]) SELECT @p0, @p1, @p2 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_families] WITH (UPDLOCK, HOLDLOCK) WHERE [family_hash] = @p0);

INSERT INTO [table_prefix_revoked_access_tokens] ([hash], [expires_at]) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_access_tokens] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [table_prefix_revoked_access_tokens] AS [t]
        WHERE [t].[hash] = @hash) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END;

INSERT INTO [table_prefix_device_codes] ([hash], [acr], [amr], [approved_at], [auth_time], [claimed_at], [claims], [client_id], [denied_at], [dpop_jkt], [expires_at], [family_id], [keep_until], [polled_at], [requested_at], [requested_from], [requested_resources], [requested_scope], [resources], [scope], [session_id], [subject], [user_code_hash]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_device_codes] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0) AND NOT EXISTS (SELECT 1 FROM [table_prefix_device_codes] WITH (UPDLOCK, HOLDLOCK) WHERE [user_code_hash] = @p22);

SELECT TOP(2) [t].[hash], [t].[acr], [t].[amr], [t].[approved_at], [t].[auth_time], [t].[claimed_at], [t].[claims], [t].[client_id], [t].[denied_at], [t].[dpop_jkt], [t].[expires_at], [t].[family_id], [t].[keep_until], [t].[polled_at], [t].[requested_at], [t].[requested_from], [t].[requested_resources], [t].[requested_scope], [t].[resources], [t].[scope], [t].[session_id], [t].[subject], [t].[user_code_hash]
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[hash] = @hash;

SELECT TOP(2) [t].[hash], [t].[acr], [t].[amr], [t].[approved_at], [t].[auth_time], [t].[claimed_at], [t].[claims], [t].[client_id], [t].[denied_at], [t].[dpop_jkt], [t].[expires_at], [t].[family_id], [t].[keep_until], [t].[polled_at], [t].[requested_at], [t].[requested_from], [t].[requested_resources], [t].[requested_scope], [t].[resources], [t].[scope], [t].[session_id], [t].[subject], [t].[user_code_hash]
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[user_code_hash] = @userCode;

UPDATE [t]
SET [t].[polled_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[hash] = @hash AND ([t].[polled_at] IS NULL OR [t].[polled_at] <= @earlier OR [t].[polled_at] > @later);

UPDATE [t]
SET [t].[approved_at] = @p,
    [t].[subject] = @p3,
    [t].[scope] = @p4,
    [t].[resources] = @p5,
    [t].[family_id] = @p6,
    [t].[auth_time] = NULL,
    [t].[acr] = NULL,
    [t].[amr] = @p5,
    [t].[session_id] = NULL,
    [t].[claims] = NULL
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[user_code_hash] = @userCode AND [t].[approved_at] IS NULL AND [t].[denied_at] IS NULL AND [t].[expires_at] > @now;

UPDATE [t]
SET [t].[denied_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[user_code_hash] = @userCode AND [t].[approved_at] IS NULL AND [t].[denied_at] IS NULL AND [t].[expires_at] > @now;

UPDATE [t]
SET [t].[claimed_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[hash] = @hash AND [t].[approved_at] IS NOT NULL AND [t].[claimed_at] IS NULL;

INSERT INTO [table_prefix_replays] ([hash], [expires_at]) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_replays] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

INSERT INTO [table_prefix_dpop_nonces] ([hash], [expires_at]) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_dpop_nonces] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [table_prefix_dpop_nonces] AS [t]
        WHERE [t].[hash] = @nonce AND [t].[expires_at] > @instant) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END;

INSERT INTO [table_prefix_pushed_requests] ([hash], [answer], [client_id], [dpop_jkt], [expires_at], [judged], [parameters]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_pushed_requests] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT TOP(2) [t].[hash], [t].[answer], [t].[client_id], [t].[dpop_jkt], [t].[expires_at], [t].[judged], [t].[parameters]
FROM [table_prefix_pushed_requests] AS [t]
WHERE [t].[hash] = @hash;

UPDATE [t]
SET [t].[judged] = @p,
    [t].[expires_at] = @p2
FROM [table_prefix_pushed_requests] AS [t]
WHERE [t].[hash] = @hash AND [t].[answer] IS NULL;

UPDATE [t]
SET [t].[answer] = @p
FROM [table_prefix_pushed_requests] AS [t]
WHERE [t].[hash] = @hash AND [t].[answer] IS NULL;

INSERT INTO [table_prefix_consent_grants] ([hash], [binding], [claimed_at], [expires_at]) SELECT @p0, @p1, @p2, @p3 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_consent_grants] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT TOP(2) [t].[hash], [t].[binding], [t].[claimed_at], [t].[expires_at]
FROM [table_prefix_consent_grants] AS [t]
WHERE [t].[hash] = @hash;

UPDATE [t]
SET [t].[claimed_at] = @p
FROM [table_prefix_consent_grants] AS [t]
WHERE [t].[hash] = @hash AND [t].[claimed_at] IS NULL;

UPDATE [t]
SET [t].[expires_at] = CASE
    WHEN [t].[expires_at] > @session_ExpiresAt THEN [t].[expires_at]
    ELSE @session_ExpiresAt
END
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[hash] = @session_Hash;

UPDATE [t]
SET [t].[expires_at] = @p
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[session_hash] = @hash AND [t].[expires_at] > @now AND [t].[expires_at] < @until;

DELETE FROM [table_prefix_logout_sessions] OUTPUT DELETED.[hash], DELETED.[session_hash], DELETED.[subject_hash], DELETED.[client_id], DELETED.[subject], DELETED.[session_id], DELETED.[expires_at] WHERE [session_hash] = @session AND [expires_at] > @now
;

DELETE FROM [table_prefix_logout_sessions] OUTPUT DELETED.[hash], DELETED.[session_hash], DELETED.[subject_hash], DELETED.[client_id], DELETED.[subject], DELETED.[session_id], DELETED.[expires_at] WHERE [subject] = @subject AND [subject_hash] = @exactly AND [expires_at] > @now
;

INSERT INTO [table_prefix_sessions] ([hash], [expires_at], [session_hash], [subject], [subject_hash]) SELECT @p0, @p1, @p2, @p3, @p4 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_sessions] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT TOP(2) [t].[expires_at]
FROM [table_prefix_sessions] AS [t]
WHERE [t].[hash] = @hash;

UPDATE [t]
SET [t].[expires_at] = @p
FROM [table_prefix_sessions] AS [t]
WHERE [t].[hash] = @hash AND [t].[expires_at] > @now AND [t].[expires_at] < @until;

DELETE FROM [t]
FROM [table_prefix_sessions] AS [t]
WHERE [t].[session_hash] = @hash AND [t].[expires_at] > @now;

DELETE FROM [t]
FROM [table_prefix_sessions] AS [t]
WHERE [t].[subject] = @value AND [t].[subject_hash] = @hash AND [t].[expires_at] > @now;

DELETE FROM [t]
FROM [table_prefix_sessions] AS [t]
WHERE [t].[hash] = @hash;

UPDATE [t]
SET [t].[document] = @p,
    [t].[expires_at] = @p2
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[hash] = @document_Hash;

SELECT TOP(2) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[hash] = @hash;

DELETE FROM [t]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[hash] = @hash;

INSERT INTO [table_prefix_registered_clients] ([hash], [client_id], [expires_at], [issued_at], [metadata], [registration_access_token_hash], [secret_expires_at], [secret_hash]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_registered_clients] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT TOP(2) [t].[hash], [t].[client_id], [t].[expires_at], [t].[issued_at], [t].[metadata], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash;

UPDATE [t]
SET [t].[registration_access_token_hash] = @p,
    [t].[metadata] = @p3,
    [t].[issued_at] = @p4,
    [t].[secret_hash] = NULL,
    [t].[secret_expires_at] = NULL,
    [t].[expires_at] = NULL
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash AND [t].[registration_access_token_hash] = @registrationAccessToken;

UPDATE [t]
SET [t].[expires_at] = @p
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash;

DELETE FROM [t]
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash AND [t].[registration_access_token_hash] = @registrationAccessToken;

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
FROM [table_prefix_sessions] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_sessions] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
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
