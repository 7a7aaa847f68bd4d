INSERT INTO [table_prefix_authorization_codes] ([hash], [acr], [amr], [auth_time], [challenge], [claims], [client_id], [client_key], [dpop_jkt], [expires_at], [grant_id], [is_redeemed], [keep_until], [nonce], [redirect_uri], [resources], [scope], [security_stamp], [session_id], [session_key], [spent_at], [subject], [subject_key]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_authorization_codes] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT [hash], [acr], [amr], [auth_time], [challenge], [claims], [client_id], [client_key], [dpop_jkt], [expires_at], [grant_id], [is_redeemed], [keep_until], [nonce], [redirect_uri], [resources], [scope], [security_stamp], [session_id], [session_key], [spent_at], [subject], [subject_key] FROM [table_prefix_authorization_codes] WHERE [hash] = @key;

UPDATE [table_prefix_authorization_codes]
SET [spent_at] = @SpentAt, [is_redeemed] = @IsRedeemed
WHERE [hash] = @Hash AND [spent_at] IS NULL;

INSERT INTO [table_prefix_grants] ([grant_id], [acr], [amr], [auth_time], [certificate_thumbprint], [claims], [client_id], [client_key], [created_at], [current_hash], [dpop_jkt], [ends_at], [expires_at], [family_hash], [generation], [keep_until], [last_used_at], [previous_hash], [protected_successor], [resources], [revoked_at], [rotated_at], [scope], [security_stamp], [session_id], [session_key], [subject], [subject_key], [sweep_at]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_grants] WITH (UPDLOCK, HOLDLOCK) WHERE [grant_id] = @p0);

UPDATE [table_prefix_authorization_codes]
SET [spent_at] = @SpentAt, [is_redeemed] = @IsRedeemed
WHERE [hash] = @Hash AND [spent_at] IS NULL;

UPDATE [t]
SET [t].[spent_at] = @p
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[subject] = @_8__locals1_subject AND [t].[subject_key] = @key AND [t].[spent_at] IS NULL;

UPDATE [t]
SET [t].[spent_at] = @p
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[client_key] = @key AND [t].[client_id] = @_8__locals3_client AND [t].[spent_at] IS NULL;

UPDATE [t]
SET [t].[spent_at] = @p
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[session_key] = @key AND [t].[session_id] = @_8__locals2_session AND [t].[spent_at] IS NULL;

INSERT INTO [table_prefix_grants] ([grant_id], [acr], [amr], [auth_time], [certificate_thumbprint], [claims], [client_id], [client_key], [created_at], [current_hash], [dpop_jkt], [ends_at], [expires_at], [family_hash], [generation], [keep_until], [last_used_at], [previous_hash], [protected_successor], [resources], [revoked_at], [rotated_at], [scope], [security_stamp], [session_id], [session_key], [subject], [subject_key], [sweep_at]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_grants] WITH (UPDLOCK, HOLDLOCK) WHERE [grant_id] = @p0);

SELECT [grant_id], [acr], [amr], [auth_time], [certificate_thumbprint], [claims], [client_id], [client_key], [created_at], [current_hash], [dpop_jkt], [ends_at], [expires_at], [family_hash], [generation], [keep_until], [last_used_at], [previous_hash], [protected_successor], [resources], [revoked_at], [rotated_at], [scope], [security_stamp], [session_id], [session_key], [subject], [subject_key], [sweep_at] FROM [table_prefix_grants] WHERE [grant_id] = @key;

SELECT TOP(@p) [t].[grant_id], [t].[acr], [t].[amr], [t].[auth_time], [t].[certificate_thumbprint], [t].[claims], [t].[client_id], [t].[client_key], [t].[created_at], [t].[current_hash], [t].[dpop_jkt], [t].[ends_at], [t].[expires_at], [t].[family_hash], [t].[generation], [t].[keep_until], [t].[last_used_at], [t].[previous_hash], [t].[protected_successor], [t].[resources], [t].[revoked_at], [t].[rotated_at], [t].[scope], [t].[security_stamp], [t].[session_id], [t].[session_key], [t].[subject], [t].[subject_key], [t].[sweep_at]
FROM [table_prefix_grants] AS [t]
WHERE [t].[subject] = @_8__locals1_subject AND [t].[subject_key] = @key AND [t].[revoked_at] IS NULL AND [t].[expires_at] > @now
ORDER BY [t].[created_at] DESC, [t].[grant_id] DESC;

SELECT TOP(@p) [t].[grant_id], [t].[acr], [t].[amr], [t].[auth_time], [t].[certificate_thumbprint], [t].[claims], [t].[client_id], [t].[client_key], [t].[created_at], [t].[current_hash], [t].[dpop_jkt], [t].[ends_at], [t].[expires_at], [t].[family_hash], [t].[generation], [t].[keep_until], [t].[last_used_at], [t].[previous_hash], [t].[protected_successor], [t].[resources], [t].[revoked_at], [t].[rotated_at], [t].[scope], [t].[security_stamp], [t].[session_id], [t].[session_key], [t].[subject], [t].[subject_key], [t].[sweep_at]
FROM [table_prefix_grants] AS [t]
WHERE [t].[client_key] = @key AND [t].[client_id] = @_8__locals3_client AND [t].[revoked_at] IS NULL AND [t].[expires_at] > @now AND ([t].[created_at] < @createdAt OR ([t].[created_at] = @createdAt AND [t].[grant_id] < @id))
ORDER BY [t].[created_at] DESC, [t].[grant_id] DESC;

UPDATE [table_prefix_grants]
SET [last_used_at] = @LastUsedAt, [expires_at] = @ExpiresAt, [keep_until] = @KeepUntil
WHERE [grant_id] = @GrantId AND [generation] = @Generation AND [revoked_at] IS NULL;

UPDATE [table_prefix_grants]
SET [generation] = [generation] + 1,
    [previous_hash] = [current_hash],
    [current_hash] = @CurrentHash, [protected_successor] = @ProtectedSuccessor, [rotated_at] = @RotatedAt, [last_used_at] = @LastUsedAt, [expires_at] = @ExpiresAt, [keep_until] = @KeepUntil, [dpop_jkt] = @DpopJkt, [certificate_thumbprint] = @CertificateThumbprint
WHERE [grant_id] = @GrantId AND [generation] = @Generation AND [revoked_at] IS NULL;

UPDATE [t]
SET [t].[revoked_at] = @p,
    [t].[sweep_at] = @p2,
    [t].[protected_successor] = NULL
FROM [table_prefix_grants] AS [t]
WHERE [t].[grant_id] = @value AND [t].[revoked_at] IS NULL;

UPDATE [t]
SET [t].[revoked_at] = @p,
    [t].[sweep_at] = @p3,
    [t].[protected_successor] = NULL
FROM [table_prefix_grants] AS [t]
WHERE [t].[session_key] = @key AND [t].[session_id] = @_8__locals2_session AND [t].[revoked_at] IS NULL;

UPDATE [t]
SET [t].[revoked_at] = @p,
    [t].[sweep_at] = @p5,
    [t].[protected_successor] = NULL
FROM [table_prefix_grants] AS [t]
WHERE [t].[subject] = @_8__locals1_subject AND [t].[subject_key] = @key AND [t].[client_key] = @key2 AND [t].[client_id] = @_8__locals3_client AND [t].[revoked_at] IS NULL;

INSERT INTO [table_prefix_revoked_access_tokens] ([hash], [expires_at]) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_revoked_access_tokens] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT [hash], [expires_at] FROM [table_prefix_revoked_access_tokens] WHERE [hash] = @key;

INSERT INTO [table_prefix_device_codes] ([hash], [acr], [amr], [approved_at], [auth_time], [claims], [client_id], [client_key], [denied_at], [dpop_jkt], [expires_at], [grant_id], [keep_until], [polled_at], [redeemed_at], [requested_at], [requested_from], [requested_resources], [requested_scope], [resources], [scope], [security_stamp], [session_id], [session_key], [subject], [subject_key], [user_code_hash]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_device_codes] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0) AND NOT EXISTS (SELECT 1 FROM [table_prefix_device_codes] WITH (UPDLOCK, HOLDLOCK) WHERE [user_code_hash] = @p26);

SELECT [hash], [acr], [amr], [approved_at], [auth_time], [claims], [client_id], [client_key], [denied_at], [dpop_jkt], [expires_at], [grant_id], [keep_until], [polled_at], [redeemed_at], [requested_at], [requested_from], [requested_resources], [requested_scope], [resources], [scope], [security_stamp], [session_id], [session_key], [subject], [subject_key], [user_code_hash] FROM [table_prefix_device_codes] WHERE [hash] = @key;

SELECT TOP(2) [t].[hash], [t].[acr], [t].[amr], [t].[approved_at], [t].[auth_time], [t].[claims], [t].[client_id], [t].[client_key], [t].[denied_at], [t].[dpop_jkt], [t].[expires_at], [t].[grant_id], [t].[keep_until], [t].[polled_at], [t].[redeemed_at], [t].[requested_at], [t].[requested_from], [t].[requested_resources], [t].[requested_scope], [t].[resources], [t].[scope], [t].[security_stamp], [t].[session_id], [t].[session_key], [t].[subject], [t].[subject_key], [t].[user_code_hash]
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[user_code_hash] = @userCode;

UPDATE [table_prefix_device_codes]
SET [polled_at] = @PolledAt
WHERE [hash] = @Hash AND ([polled_at] IS NULL
    OR [polled_at] <= @earlier
    OR [polled_at] > @later);

UPDATE [t]
SET [t].[approved_at] = @p,
    [t].[subject] = @p3,
    [t].[subject_key] = @p4,
    [t].[scope] = @p5,
    [t].[resources] = @p6,
    [t].[grant_id] = @p7,
    [t].[auth_time] = NULL,
    [t].[acr] = NULL,
    [t].[amr] = @p6,
    [t].[session_id] = NULL,
    [t].[session_key] = NULL,
    [t].[security_stamp] = NULL,
    [t].[claims] = NULL
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[user_code_hash] = @userCode AND [t].[approved_at] IS NULL AND [t].[denied_at] IS NULL AND [t].[expires_at] > @now;

UPDATE [t]
SET [t].[denied_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[user_code_hash] = @userCode AND [t].[approved_at] IS NULL AND [t].[denied_at] IS NULL AND [t].[expires_at] > @now;

UPDATE [t]
SET [t].[redeemed_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[hash] = @hash AND [t].[approved_at] IS NOT NULL AND [t].[denied_at] IS NULL AND [t].[redeemed_at] IS NULL;

INSERT INTO [table_prefix_grants] ([grant_id], [acr], [amr], [auth_time], [certificate_thumbprint], [claims], [client_id], [client_key], [created_at], [current_hash], [dpop_jkt], [ends_at], [expires_at], [family_hash], [generation], [keep_until], [last_used_at], [previous_hash], [protected_successor], [resources], [revoked_at], [rotated_at], [scope], [security_stamp], [session_id], [session_key], [subject], [subject_key], [sweep_at]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_grants] WITH (UPDLOCK, HOLDLOCK) WHERE [grant_id] = @p0);

UPDATE [t]
SET [t].[denied_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[subject] = @_8__locals1_subject AND [t].[subject_key] = @key AND [t].[approved_at] IS NOT NULL AND [t].[denied_at] IS NULL AND [t].[redeemed_at] IS NULL;

UPDATE [t]
SET [t].[denied_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[client_key] = @key AND [t].[client_id] = @_8__locals3_client AND [t].[approved_at] IS NOT NULL AND [t].[denied_at] IS NULL AND [t].[redeemed_at] IS NULL;

UPDATE [t]
SET [t].[denied_at] = @p
FROM [table_prefix_device_codes] AS [t]
WHERE [t].[session_key] = @key AND [t].[session_id] = @_8__locals2_session AND [t].[approved_at] IS NOT NULL AND [t].[denied_at] IS NULL AND [t].[redeemed_at] IS NULL;

INSERT INTO [table_prefix_replays] ([hash], [expires_at]) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_replays] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

INSERT INTO [table_prefix_dpop_nonces] ([hash], [expires_at]) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_dpop_nonces] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT [hash], [expires_at] FROM [table_prefix_dpop_nonces] WHERE [hash] = @key;

INSERT INTO [table_prefix_pushed_requests] ([hash], [answer], [client_id], [dpop_jkt], [expires_at], [judged], [parameters]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_pushed_requests] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT [hash], [answer], [client_id], [dpop_jkt], [expires_at], [judged], [parameters] FROM [table_prefix_pushed_requests] WHERE [hash] = @key;

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

SELECT [hash], [binding], [claimed_at], [expires_at] FROM [table_prefix_consent_grants] WHERE [hash] = @key;

UPDATE [t]
SET [t].[claimed_at] = @p
FROM [table_prefix_consent_grants] AS [t]
WHERE [t].[hash] = @hash AND [t].[claimed_at] IS NULL;

SELECT [hash], [claims], [client_id], [client_key], [expires_at], [given_at], [resources], [scope], [subject], [subject_key], [version] FROM [table_prefix_consents] WHERE [hash] = @key;

INSERT INTO [table_prefix_consents] ([hash], [claims], [client_id], [client_key], [expires_at], [given_at], [resources], [scope], [subject], [subject_key], [version]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_consents] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

UPDATE [t]
SET [t].[scope] = @p,
    [t].[claims] = @p3,
    [t].[given_at] = @p4,
    [t].[expires_at] = @p5,
    [t].[version] = @p6
FROM [table_prefix_consents] AS [t]
WHERE [t].[hash] = @to_Hash AND [t].[version] = @version;

SELECT [t].[hash], [t].[claims], [t].[client_id], [t].[client_key], [t].[expires_at], [t].[given_at], [t].[resources], [t].[scope], [t].[subject], [t].[subject_key], [t].[version]
FROM [table_prefix_consents] AS [t]
WHERE [t].[subject_key] = @key AND [t].[subject] = @_8__locals1_subject AND [t].[expires_at] > @now
ORDER BY [t].[given_at] DESC;

DELETE FROM [t]
FROM [table_prefix_consents] AS [t]
WHERE [t].[subject_key] = @key AND [t].[subject] = @_8__locals1_subject AND [t].[client_key] = @key2 AND [t].[client_id] = @_8__locals2_client;

DELETE FROM [t]
FROM [table_prefix_consents] AS [t]
WHERE [t].[client_key] = @key AND [t].[client_id] = @_8__locals2_client;

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

DELETE FROM [table_prefix_logout_sessions] OUTPUT DELETED.[hash], DELETED.[session_hash], DELETED.[subject_hash], DELETED.[client_id], DELETED.[subject], DELETED.[session_id], DELETED.[host_subject], DELETED.[host_subject_key], DELETED.[client_key], DELETED.[expires_at] WHERE [session_hash] = @session AND [expires_at] > @now
;

DELETE FROM [table_prefix_logout_sessions] OUTPUT DELETED.[hash], DELETED.[session_hash], DELETED.[subject_hash], DELETED.[client_id], DELETED.[subject], DELETED.[session_id], DELETED.[host_subject], DELETED.[host_subject_key], DELETED.[client_key], DELETED.[expires_at] WHERE [subject] = @subject AND [subject_hash] = @exactly AND [expires_at] > @now
;

UPDATE [t]
SET [t].[expires_at] = CASE
    WHEN [t].[expires_at] > @session_ExpiresAt THEN [t].[expires_at]
    ELSE @session_ExpiresAt
END
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[hash] = @session_Hash;

SELECT TOP(@p) [t].[hash]
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[host_subject] = @_8__locals1_subject AND [t].[host_subject_key] = @key;

SELECT TOP(@p) [t].[hash]
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[client_key] = @key AND [t].[client_id] = @_8__locals2_client;

SELECT TOP(@p) [t].[id], [t].[attempts], [t].[client_id], [t].[created_at], [t].[due_at], [t].[expires_at], [t].[session_id], [t].[subject]
FROM [table_prefix_logout_notices] AS [t]
WHERE [t].[due_at] <= @now AND [t].[expires_at] > @now
ORDER BY [t].[due_at];

INSERT INTO [table_prefix_sessions] ([hash], [began_at], [expires_at], [session_hash], [session_id], [subject], [subject_hash]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_sessions] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT [hash], [began_at], [expires_at], [session_hash], [session_id], [subject], [subject_hash] FROM [table_prefix_sessions] WHERE [hash] = @key;

SELECT [t].[hash], [t].[began_at], [t].[expires_at], [t].[session_hash], [t].[session_id], [t].[subject], [t].[subject_hash]
FROM [table_prefix_sessions] AS [t]
WHERE [t].[subject] = @subject AND [t].[subject_hash] = @hash AND [t].[expires_at] > @now
ORDER BY [t].[began_at] DESC;

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
    [t].[expires_at] = @p2,
    [t].[name_key] = @p3
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[hash] = @document_Hash;

SELECT [hash], [client_id], [document], [expires_at], [id_key], [name_key] FROM [table_prefix_client_metadata] WHERE [hash] = @key;

DELETE FROM [t]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[hash] = @hash;

INSERT INTO [table_prefix_registered_clients] ([hash], [client_id], [expires_at], [id_key], [issued_at], [metadata], [name_key], [previous_registration_access_token_hash], [previous_secret_expires_at], [previous_secret_hash], [registration_access_token_hash], [secret_expires_at], [secret_hash]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_registered_clients] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0);

SELECT [hash], [client_id], [expires_at], [id_key], [issued_at], [metadata], [name_key], [previous_registration_access_token_hash], [previous_secret_expires_at], [previous_secret_hash], [registration_access_token_hash], [secret_expires_at], [secret_hash] FROM [table_prefix_registered_clients] WHERE [hash] = @key;

UPDATE [t]
SET [t].[registration_access_token_hash] = @p,
    [t].[metadata] = @p4,
    [t].[name_key] = @p5,
    [t].[issued_at] = @p6,
    [t].[secret_hash] = NULL,
    [t].[secret_expires_at] = NULL,
    [t].[previous_registration_access_token_hash] = NULL,
    [t].[previous_secret_hash] = NULL,
    [t].[previous_secret_expires_at] = NULL,
    [t].[expires_at] = NULL
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash AND [t].[registration_access_token_hash] = @present AND [t].[previous_registration_access_token_hash] IS NULL;

UPDATE [t]
SET [t].[expires_at] = @p
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash;

DELETE FROM [t]
FROM [table_prefix_registered_clients] AS [t]
WHERE [t].[hash] = @hash AND [t].[registration_access_token_hash] = @present AND [t].[previous_registration_access_token_hash] IS NULL;

SELECT [hash], [number] FROM [table_prefix_changes] WHERE [hash] = @key;

SELECT [hash], [changed_at], [client_id], [created_at], [document], [number], [version] FROM [table_prefix_clients] WHERE [hash] = @key;

SELECT [hash], [changed_at], [client_id], [created_at], [document], [number], [version] FROM [table_prefix_clients] WHERE [hash] = @key;

SELECT TOP(@p) [t].[hash], [t].[changed_at], [t].[client_id], [t].[created_at], [t].[document], [t].[number], [t].[version]
FROM [table_prefix_clients] AS [t]
WHERE [t].[number] < @before
ORDER BY [t].[number] DESC;

INSERT INTO [table_prefix_client_words] ([word_key], [client_hash]) SELECT v.[word_key], v.[client_hash] FROM (VALUES (@p0, @p1), (@p2, @p3), (@p4, @p5)) AS v ([word_key], [client_hash]) WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_client_words] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[word_key] = v.[word_key]);

SELECT [hash], [number] FROM [table_prefix_changes] WHERE [hash] = @key;

SELECT [hash], [changed_at], [created_at], [document], [name], [version] FROM [table_prefix_scopes] WHERE [hash] = @key;

SELECT [hash], [changed_at], [created_at], [document], [uri], [version] FROM [table_prefix_apis] WHERE [hash] = @key;

SELECT TOP(@p) [t].[hash], [t].[changed_at], [t].[client_id], [t].[created_at], [t].[document], [t].[number], [t].[version]
FROM [table_prefix_clients] AS [t]
WHERE [t].[number] < @before
ORDER BY [t].[number] DESC;

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[expires_at], [t].[id_key], [t].[issued_at], [t].[metadata], [t].[name_key], [t].[previous_registration_access_token_hash], [t].[previous_secret_expires_at], [t].[previous_secret_hash], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE ([t].[expires_at] IS NULL OR [t].[expires_at] > @now) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[expires_at], [t].[id_key], [t].[issued_at], [t].[metadata], [t].[name_key], [t].[previous_registration_access_token_hash], [t].[previous_secret_expires_at], [t].[previous_secret_hash], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE ([t].[expires_at] IS NULL OR [t].[expires_at] > @now) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[word_key], [t].[client_hash]
FROM [table_prefix_client_words] AS [t]
WHERE [t].[word_key] > @start AND [t].[word_key] < @to AND NOT EXISTS (
    SELECT 1
    FROM [table_prefix_client_words] AS [t0]
    WHERE [t0].[client_hash] = [t].[client_hash] AND [t0].[word_key] > @from AND [t0].[word_key] < [t].[word_key])
ORDER BY [t].[word_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[expires_at], [t].[id_key], [t].[issued_at], [t].[metadata], [t].[name_key], [t].[previous_registration_access_token_hash], [t].[previous_secret_expires_at], [t].[previous_secret_hash], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE ([t].[expires_at] IS NULL OR [t].[expires_at] > @now) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[expires_at], [t].[id_key], [t].[issued_at], [t].[metadata], [t].[name_key], [t].[previous_registration_access_token_hash], [t].[previous_secret_expires_at], [t].[previous_secret_hash], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE ([t].[expires_at] IS NULL OR [t].[expires_at] > @now) AND ([t].[name_key] <= @from OR [t].[name_key] >= @to) AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND ([t].[id_key] <= @from OR [t].[id_key] >= @to) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[expires_at], [t].[id_key], [t].[issued_at], [t].[metadata], [t].[name_key], [t].[previous_registration_access_token_hash], [t].[previous_secret_expires_at], [t].[previous_secret_hash], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE ([t].[expires_at] IS NULL OR [t].[expires_at] > @now) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[expires_at], [t].[id_key], [t].[issued_at], [t].[metadata], [t].[name_key], [t].[previous_registration_access_token_hash], [t].[previous_secret_expires_at], [t].[previous_secret_hash], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE ([t].[expires_at] IS NULL OR [t].[expires_at] > @now) AND ([t].[name_key] <= @from OR [t].[name_key] >= @to) AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND ([t].[id_key] <= @from OR [t].[id_key] >= @to) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[expires_at], [t].[id_key], [t].[issued_at], [t].[metadata], [t].[name_key], [t].[previous_registration_access_token_hash], [t].[previous_secret_expires_at], [t].[previous_secret_hash], [t].[registration_access_token_hash], [t].[secret_expires_at], [t].[secret_hash]
FROM [table_prefix_registered_clients] AS [t]
WHERE ([t].[expires_at] IS NULL OR [t].[expires_at] > @now) AND ([t].[name_key] <= @from OR [t].[name_key] >= @to) AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND ([t].[id_key] <= @from OR [t].[id_key] >= @to) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND [t].[id_key] > @start AND [t].[id_key] < @to
ORDER BY [t].[id_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND ([t].[id_key] <= @from OR [t].[id_key] >= @to) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

SELECT TOP(@p) [t].[hash], [t].[client_id], [t].[document], [t].[expires_at], [t].[id_key], [t].[name_key]
FROM [table_prefix_client_metadata] AS [t]
WHERE [t].[expires_at] > @now AND ([t].[id_key] <= @from OR [t].[id_key] >= @to) AND [t].[name_key] > @start AND [t].[name_key] < @to
ORDER BY [t].[name_key];

INSERT INTO [table_prefix_signing_keys] ([hash], [algorithm], [announced_at], [key_id], [number], [place_hash], [private_key], [public_key], [retired_at], [signs_from]) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9 WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_signing_keys] WITH (UPDLOCK, HOLDLOCK) WHERE [hash] = @p0) AND NOT EXISTS (SELECT 1 FROM [table_prefix_signing_keys] WITH (UPDLOCK, HOLDLOCK) WHERE [place_hash] = @p5);

UPDATE [t]
SET [t].[signs_from] = @p
FROM [table_prefix_signing_keys] AS [t]
WHERE [t].[hash] = @hash AND [t].[retired_at] IS NULL AND [t].[signs_from] > @from;

DELETE FROM [t]
FROM [table_prefix_signing_keys] AS [t]
WHERE [t].[hash] = @hash;

INSERT INTO [table_prefix_events] ([id], [actor], [actor_key], [client_id], [client_ip], [client_key], [details], [grant_type], [name], [occurred_at], [outcome], [reason], [scope], [subject], [subject_key]) SELECT v.[id], v.[actor], v.[actor_key], v.[client_id], v.[client_ip], v.[client_key], v.[details], v.[grant_type], v.[name], v.[occurred_at], v.[outcome], v.[reason], v.[scope], v.[subject], v.[subject_key] FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14), (@p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29)) AS v ([id], [actor], [actor_key], [client_id], [client_ip], [client_key], [details], [grant_type], [name], [occurred_at], [outcome], [reason], [scope], [subject], [subject_key]) WHERE NOT EXISTS (SELECT 1 FROM [table_prefix_events] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = v.[id]);

SELECT TOP(@p) [t].[id], [t].[actor], [t].[actor_key], [t].[client_id], [t].[client_ip], [t].[client_key], [t].[details], [t].[grant_type], [t].[name], [t].[occurred_at], [t].[outcome], [t].[reason], [t].[scope], [t].[subject], [t].[subject_key]
FROM [table_prefix_events] AS [t]
WHERE [t].[occurred_at] >= @first
ORDER BY [t].[occurred_at] DESC, [t].[id] DESC;

SELECT TOP(@p) [t].[id], [t].[actor], [t].[actor_key], [t].[client_id], [t].[client_ip], [t].[client_key], [t].[details], [t].[grant_type], [t].[name], [t].[occurred_at], [t].[outcome], [t].[reason], [t].[scope], [t].[subject], [t].[subject_key]
FROM [table_prefix_events] AS [t]
WHERE [t].[occurred_at] >= @first AND [t].[occurred_at] < @end AND [t].[occurred_at] <= @at AND ([t].[occurred_at] < @at OR [t].[id] < @id)
ORDER BY [t].[occurred_at] DESC, [t].[id] DESC;

SELECT TOP(@p) [t].[id], [t].[actor], [t].[actor_key], [t].[client_id], [t].[client_ip], [t].[client_key], [t].[details], [t].[grant_type], [t].[name], [t].[occurred_at], [t].[outcome], [t].[reason], [t].[scope], [t].[subject], [t].[subject_key]
FROM [table_prefix_events] AS [t]
WHERE [t].[name] = @name AND [t].[occurred_at] >= @first AND [t].[occurred_at] <= @at AND ([t].[occurred_at] < @at OR [t].[id] < @id)
ORDER BY [t].[occurred_at] DESC, [t].[id] DESC;

SELECT TOP(@p) [t].[id], [t].[actor], [t].[actor_key], [t].[client_id], [t].[client_ip], [t].[client_key], [t].[details], [t].[grant_type], [t].[name], [t].[occurred_at], [t].[outcome], [t].[reason], [t].[scope], [t].[subject], [t].[subject_key]
FROM [table_prefix_events] AS [t]
WHERE [t].[client_key] = @key AND [t].[client_id] = @_8__locals1_client AND [t].[occurred_at] >= @first AND [t].[occurred_at] <= @at AND ([t].[occurred_at] < @at OR [t].[id] < @id)
ORDER BY [t].[occurred_at] DESC, [t].[id] DESC;

SELECT TOP(@p) [t].[id], [t].[actor], [t].[actor_key], [t].[client_id], [t].[client_ip], [t].[client_key], [t].[details], [t].[grant_type], [t].[name], [t].[occurred_at], [t].[outcome], [t].[reason], [t].[scope], [t].[subject], [t].[subject_key]
FROM [table_prefix_events] AS [t]
WHERE [t].[subject_key] = @key AND [t].[subject] = @subject AND [t].[occurred_at] >= @first AND [t].[occurred_at] <= @at AND ([t].[occurred_at] < @at OR [t].[id] < @id)
ORDER BY [t].[occurred_at] DESC, [t].[id] DESC;

SELECT TOP(@p) [t].[id], [t].[actor], [t].[actor_key], [t].[client_id], [t].[client_ip], [t].[client_key], [t].[details], [t].[grant_type], [t].[name], [t].[occurred_at], [t].[outcome], [t].[reason], [t].[scope], [t].[subject], [t].[subject_key]
FROM [table_prefix_events] AS [t]
WHERE [t].[actor_key] = @key AND [t].[actor] = @actor AND [t].[occurred_at] >= @first AND [t].[occurred_at] <= @at AND ([t].[occurred_at] < @at OR [t].[id] < @id)
ORDER BY [t].[occurred_at] DESC, [t].[id] DESC;

SELECT TOP(@p) [u1].[id], [u1].[actor], [u1].[actor_key], [u1].[client_id], [u1].[client_ip], [u1].[client_key], [u1].[details], [u1].[grant_type], [u1].[name], [u1].[occurred_at], [u1].[outcome], [u1].[reason], [u1].[scope], [u1].[subject], [u1].[subject_key]
FROM (
    SELECT [t1].[id], [t1].[actor], [t1].[actor_key], [t1].[client_id], [t1].[client_ip], [t1].[client_key], [t1].[details], [t1].[grant_type], [t1].[name], [t1].[occurred_at], [t1].[outcome], [t1].[reason], [t1].[scope], [t1].[subject], [t1].[subject_key]
    FROM (
        SELECT TOP(@p) [t].[id], [t].[actor], [t].[actor_key], [t].[client_id], [t].[client_ip], [t].[client_key], [t].[details], [t].[grant_type], [t].[name], [t].[occurred_at], [t].[outcome], [t].[reason], [t].[scope], [t].[subject], [t].[subject_key]
        FROM [table_prefix_events] AS [t]
        WHERE [t].[occurred_at] >= @first AND [t].[occurred_at] <= @at AND ([t].[occurred_at] < @at OR [t].[id] < @id) AND [t].[subject_key] = @key AND [t].[subject] = @subject
        ORDER BY [t].[occurred_at] DESC, [t].[id] DESC
    ) AS [t1]
    UNION
    SELECT [t2].[id], [t2].[actor], [t2].[actor_key], [t2].[client_id], [t2].[client_ip], [t2].[client_key], [t2].[details], [t2].[grant_type], [t2].[name], [t2].[occurred_at], [t2].[outcome], [t2].[reason], [t2].[scope], [t2].[subject], [t2].[subject_key]
    FROM (
        SELECT TOP(@p) [t0].[id], [t0].[actor], [t0].[actor_key], [t0].[client_id], [t0].[client_ip], [t0].[client_key], [t0].[details], [t0].[grant_type], [t0].[name], [t0].[occurred_at], [t0].[outcome], [t0].[reason], [t0].[scope], [t0].[subject], [t0].[subject_key]
        FROM [table_prefix_events] AS [t0]
        WHERE [t0].[occurred_at] >= @first AND [t0].[occurred_at] <= @at AND ([t0].[occurred_at] < @at OR [t0].[id] < @id) AND [t0].[actor_key] = @key11 AND [t0].[actor] = @actor
        ORDER BY [t0].[occurred_at] DESC, [t0].[id] DESC
    ) AS [t2]
    UNION
    SELECT [t4].[id], [t4].[actor], [t4].[actor_key], [t4].[client_id], [t4].[client_ip], [t4].[client_key], [t4].[details], [t4].[grant_type], [t4].[name], [t4].[occurred_at], [t4].[outcome], [t4].[reason], [t4].[scope], [t4].[subject], [t4].[subject_key]
    FROM (
        SELECT TOP(@p) [t3].[id], [t3].[actor], [t3].[actor_key], [t3].[client_id], [t3].[client_ip], [t3].[client_key], [t3].[details], [t3].[grant_type], [t3].[name], [t3].[occurred_at], [t3].[outcome], [t3].[reason], [t3].[scope], [t3].[subject], [t3].[subject_key]
        FROM [table_prefix_events] AS [t3]
        WHERE [t3].[occurred_at] >= @first AND [t3].[occurred_at] <= @at AND ([t3].[occurred_at] < @at OR [t3].[id] < @id) AND [t3].[subject_key] = @key18 AND [t3].[subject] = @subject19
        ORDER BY [t3].[occurred_at] DESC, [t3].[id] DESC
    ) AS [t4]
    UNION
    SELECT [t6].[id], [t6].[actor], [t6].[actor_key], [t6].[client_id], [t6].[client_ip], [t6].[client_key], [t6].[details], [t6].[grant_type], [t6].[name], [t6].[occurred_at], [t6].[outcome], [t6].[reason], [t6].[scope], [t6].[subject], [t6].[subject_key]
    FROM (
        SELECT TOP(@p) [t5].[id], [t5].[actor], [t5].[actor_key], [t5].[client_id], [t5].[client_ip], [t5].[client_key], [t5].[details], [t5].[grant_type], [t5].[name], [t5].[occurred_at], [t5].[outcome], [t5].[reason], [t5].[scope], [t5].[subject], [t5].[subject_key]
        FROM [table_prefix_events] AS [t5]
        WHERE [t5].[occurred_at] >= @first AND [t5].[occurred_at] <= @at AND ([t5].[occurred_at] < @at OR [t5].[id] < @id) AND [t5].[actor_key] = @key25 AND [t5].[actor] = @actor26
        ORDER BY [t5].[occurred_at] DESC, [t5].[id] DESC
    ) AS [t6]
) AS [u1]
ORDER BY [u1].[occurred_at] DESC, [u1].[id] DESC;

SELECT MIN([t].[keep_until])
FROM [table_prefix_authorization_codes] AS [t]
WHERE [t].[keep_until] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_authorization_codes] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE keep_until >= @p1 AND keep_until < @p2 ORDER BY keep_until)
DELETE FROM expired;

SELECT MIN([t].[sweep_at])
FROM [table_prefix_grants] AS [t]
WHERE [t].[sweep_at] >= @from;

SELECT TOP(@p) [t].[grant_id]
FROM [table_prefix_grants] AS [t]
WHERE [t].[revoked_at] IS NULL AND [t].[keep_until] >= @before AND [t].[sweep_at] < @before
ORDER BY [t].[sweep_at];

WITH expired AS (
    SELECT TOP (@p0) grant_id FROM [table_prefix_grants] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE sweep_at >= @p1 AND sweep_at < @p2 AND (keep_until < @p3 OR revoked_at IS NOT NULL) ORDER BY sweep_at)
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
FROM [table_prefix_consents] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_consents] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_logout_sessions] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) hash FROM [table_prefix_logout_sessions] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
DELETE FROM expired;

SELECT MIN([t].[expires_at])
FROM [table_prefix_logout_notices] AS [t]
WHERE [t].[expires_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) id FROM [table_prefix_logout_notices] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at >= @p1 AND expires_at < @p2 ORDER BY expires_at)
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

SELECT MIN([t].[occurred_at])
FROM [table_prefix_events] AS [t]
WHERE [t].[occurred_at] >= @from;

WITH expired AS (
    SELECT TOP (@p0) id FROM [table_prefix_events] WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE occurred_at >= @p1 AND occurred_at < @p2 ORDER BY occurred_at)
DELETE FROM expired;
