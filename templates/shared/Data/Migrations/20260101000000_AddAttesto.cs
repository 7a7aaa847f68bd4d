using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HostNamespace.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddAttesto : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "table_prefix_apis",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    uri = table.Column<string>(maxLength: 2048, nullable: false),
                    document = table.Column<string>(nullable: false),
                    version = table.Column<Guid>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    changed_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_apis", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_authorization_codes",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    redirect_uri = table.Column<string>(nullable: false),
                    challenge = table.Column<string>(maxLength: 64, nullable: true),
                    dpop_jkt = table.Column<string>(maxLength: 64, nullable: true),
                    nonce = table.Column<string>(nullable: true),
                    expires_at = table.Column<DateTime>(nullable: false),
                    spent_at = table.Column<DateTime>(nullable: true),
                    is_redeemed = table.Column<bool>(nullable: false),
                    keep_until = table.Column<DateTime>(nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    subject = table.Column<string>(maxLength: 255, nullable: false),
                    subject_key = table.Column<long>(nullable: false),
                    client_key = table.Column<long>(nullable: false),
                    session_key = table.Column<long>(nullable: true),
                    scope = table.Column<string>(nullable: false),
                    resources = table.Column<string>(nullable: false),
                    grant_id = table.Column<Guid>(nullable: false),
                    auth_time = table.Column<DateTime>(nullable: true),
                    acr = table.Column<string>(nullable: true),
                    amr = table.Column<string>(nullable: false),
                    session_id = table.Column<string>(nullable: true),
                    security_stamp = table.Column<string>(maxLength: 64, nullable: true),
                    claims = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_authorization_codes", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_changes",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    number = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_changes", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_client_metadata",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    document = table.Column<string>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false),
                    id_key = table.Column<string>(maxLength: 193, nullable: false),
                    name_key = table.Column<string>(maxLength: 193, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_client_metadata", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_client_words",
                columns: table => new
                {
                    word_key = table.Column<string>(maxLength: 193, nullable: false),
                    client_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_client_words", x => x.word_key);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_clients",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    document = table.Column<string>(nullable: false),
                    number = table.Column<long>(nullable: false),
                    version = table.Column<Guid>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    changed_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_clients", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_consent_grants",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    binding = table.Column<string>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false),
                    claimed_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_consent_grants", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_consents",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    subject = table.Column<string>(maxLength: 255, nullable: false),
                    subject_key = table.Column<long>(nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    client_key = table.Column<long>(nullable: false),
                    resources = table.Column<string>(nullable: false),
                    scope = table.Column<string>(nullable: false),
                    claims = table.Column<string>(nullable: false),
                    given_at = table.Column<DateTime>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false),
                    version = table.Column<string>(maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_consents", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_data_protection_keys",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    friendly_name = table.Column<string>(nullable: true),
                    xml = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_data_protection_keys", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_device_codes",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    user_code_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    requested_scope = table.Column<string>(nullable: false),
                    requested_resources = table.Column<string>(nullable: false),
                    dpop_jkt = table.Column<string>(maxLength: 64, nullable: true),
                    requested_at = table.Column<DateTime>(nullable: false),
                    requested_from = table.Column<string>(nullable: true),
                    expires_at = table.Column<DateTime>(nullable: false),
                    keep_until = table.Column<DateTime>(nullable: false),
                    polled_at = table.Column<DateTime>(nullable: true),
                    approved_at = table.Column<DateTime>(nullable: true),
                    denied_at = table.Column<DateTime>(nullable: true),
                    redeemed_at = table.Column<DateTime>(nullable: true),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    subject = table.Column<string>(maxLength: 255, nullable: false),
                    subject_key = table.Column<long>(nullable: false),
                    client_key = table.Column<long>(nullable: false),
                    session_key = table.Column<long>(nullable: true),
                    scope = table.Column<string>(nullable: false),
                    resources = table.Column<string>(nullable: false),
                    grant_id = table.Column<Guid>(nullable: false),
                    auth_time = table.Column<DateTime>(nullable: true),
                    acr = table.Column<string>(nullable: true),
                    amr = table.Column<string>(nullable: false),
                    session_id = table.Column<string>(nullable: true),
                    security_stamp = table.Column<string>(maxLength: 64, nullable: true),
                    claims = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_device_codes", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_dpop_nonces",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_dpop_nonces", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_events",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    occurred_at = table.Column<DateTime>(nullable: false),
                    name = table.Column<string>(maxLength: 64, nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: true),
                    client_key = table.Column<long>(nullable: true),
                    subject = table.Column<string>(maxLength: 255, nullable: true),
                    subject_key = table.Column<long>(nullable: true),
                    actor = table.Column<string>(maxLength: 255, nullable: true),
                    actor_key = table.Column<long>(nullable: true),
                    scope = table.Column<string>(nullable: true),
                    grant_type = table.Column<string>(maxLength: 256, nullable: true),
                    outcome = table.Column<string>(maxLength: 256, nullable: true),
                    reason = table.Column<string>(maxLength: 256, nullable: true),
                    client_ip = table.Column<string>(maxLength: 64, nullable: true),
                    details = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_grants",
                columns: table => new
                {
                    grant_id = table.Column<Guid>(nullable: false),
                    dpop_jkt = table.Column<string>(maxLength: 64, nullable: true),
                    certificate_thumbprint = table.Column<string>(maxLength: 64, nullable: true),
                    created_at = table.Column<DateTime>(nullable: false),
                    last_used_at = table.Column<DateTime>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false),
                    ends_at = table.Column<DateTime>(nullable: true),
                    keep_until = table.Column<DateTime>(nullable: false),
                    revoked_at = table.Column<DateTime>(nullable: true),
                    sweep_at = table.Column<DateTime>(nullable: false),
                    family_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    generation = table.Column<int>(nullable: true),
                    current_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    previous_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    rotated_at = table.Column<DateTime>(nullable: true),
                    protected_successor = table.Column<byte[]>(maxLength: 64, nullable: true),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    subject = table.Column<string>(maxLength: 255, nullable: false),
                    subject_key = table.Column<long>(nullable: false),
                    client_key = table.Column<long>(nullable: false),
                    session_key = table.Column<long>(nullable: true),
                    scope = table.Column<string>(nullable: false),
                    resources = table.Column<string>(nullable: false),
                    auth_time = table.Column<DateTime>(nullable: true),
                    acr = table.Column<string>(nullable: true),
                    amr = table.Column<string>(nullable: false),
                    session_id = table.Column<string>(nullable: true),
                    security_stamp = table.Column<string>(maxLength: 64, nullable: true),
                    claims = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_grants", x => x.grant_id);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_logout_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    subject = table.Column<string>(maxLength: 255, nullable: false),
                    session_id = table.Column<string>(nullable: true),
                    created_at = table.Column<DateTime>(nullable: false),
                    due_at = table.Column<DateTime>(nullable: false),
                    attempts = table.Column<int>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_logout_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_logout_sessions",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    session_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    subject_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    subject = table.Column<string>(maxLength: 255, nullable: false),
                    session_id = table.Column<string>(nullable: true),
                    host_subject = table.Column<string>(maxLength: 255, nullable: true),
                    host_subject_key = table.Column<long>(nullable: true),
                    client_key = table.Column<long>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_logout_sessions", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_pushed_requests",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    parameters = table.Column<string>(nullable: false),
                    dpop_jkt = table.Column<string>(maxLength: 64, nullable: true),
                    judged = table.Column<string>(nullable: true),
                    answer = table.Column<string>(nullable: true),
                    expires_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_pushed_requests", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_registered_clients",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    client_id = table.Column<string>(maxLength: 2048, nullable: false),
                    registration_access_token_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    metadata = table.Column<string>(nullable: false),
                    issued_at = table.Column<DateTime>(nullable: false),
                    secret_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    secret_expires_at = table.Column<DateTime>(nullable: true),
                    previous_registration_access_token_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    previous_secret_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    previous_secret_expires_at = table.Column<DateTime>(nullable: true),
                    expires_at = table.Column<DateTime>(nullable: true),
                    id_key = table.Column<string>(maxLength: 193, nullable: false),
                    name_key = table.Column<string>(maxLength: 193, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_registered_clients", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_replays",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_replays", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_revoked_access_tokens",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_revoked_access_tokens", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_scopes",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    name = table.Column<string>(maxLength: 255, nullable: false),
                    document = table.Column<string>(nullable: false),
                    version = table.Column<Guid>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    changed_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_scopes", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_sessions",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    session_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: true),
                    session_id = table.Column<string>(nullable: true),
                    subject_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    subject = table.Column<string>(maxLength: 255, nullable: false),
                    began_at = table.Column<DateTime>(nullable: true),
                    expires_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_sessions", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "table_prefix_signing_keys",
                columns: table => new
                {
                    hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    place_hash = table.Column<byte[]>(fixedLength: true, maxLength: 32, nullable: false),
                    key_id = table.Column<string>(maxLength: 64, nullable: false),
                    algorithm = table.Column<string>(maxLength: 64, nullable: false),
                    number = table.Column<int>(nullable: false),
                    public_key = table.Column<string>(nullable: false),
                    private_key = table.Column<byte[]>(nullable: false),
                    announced_at = table.Column<DateTime>(nullable: false),
                    signs_from = table.Column<DateTime>(nullable: false),
                    retired_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_prefix_signing_keys", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_authorization_codes_client_key",
                table: "table_prefix_authorization_codes",
                column: "client_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_authorization_codes_keep_until",
                table: "table_prefix_authorization_codes",
                column: "keep_until");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_authorization_codes_session_key",
                table: "table_prefix_authorization_codes",
                column: "session_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_authorization_codes_subject",
                table: "table_prefix_authorization_codes",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_client_metadata_expires_at",
                table: "table_prefix_client_metadata",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_client_metadata_id_key",
                table: "table_prefix_client_metadata",
                column: "id_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_client_metadata_name_key",
                table: "table_prefix_client_metadata",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_client_words_client_hash",
                table: "table_prefix_client_words",
                column: "client_hash");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_clients_number",
                table: "table_prefix_clients",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_consent_grants_expires_at",
                table: "table_prefix_consent_grants",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_consents_client_key",
                table: "table_prefix_consents",
                column: "client_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_consents_expires_at",
                table: "table_prefix_consents",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_consents_subject_key",
                table: "table_prefix_consents",
                column: "subject_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_device_codes_client_key",
                table: "table_prefix_device_codes",
                column: "client_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_device_codes_keep_until",
                table: "table_prefix_device_codes",
                column: "keep_until");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_device_codes_session_key",
                table: "table_prefix_device_codes",
                column: "session_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_device_codes_subject",
                table: "table_prefix_device_codes",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_device_codes_user_code_hash",
                table: "table_prefix_device_codes",
                column: "user_code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_dpop_nonces_expires_at",
                table: "table_prefix_dpop_nonces",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_events_actor_key",
                table: "table_prefix_events",
                columns: new[] { "actor_key", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_events_client_key",
                table: "table_prefix_events",
                columns: new[] { "client_key", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_events_name",
                table: "table_prefix_events",
                columns: new[] { "name", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_events_occurred_at",
                table: "table_prefix_events",
                column: "occurred_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_events_subject_key",
                table: "table_prefix_events",
                columns: new[] { "subject_key", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_grants_client_key",
                table: "table_prefix_grants",
                columns: new[] { "client_key", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_grants_session_key",
                table: "table_prefix_grants",
                column: "session_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_grants_subject",
                table: "table_prefix_grants",
                columns: new[] { "subject", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_grants_sweep_at",
                table: "table_prefix_grants",
                column: "sweep_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_logout_notices_due_at",
                table: "table_prefix_logout_notices",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_logout_notices_expires_at",
                table: "table_prefix_logout_notices",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_logout_sessions_client_key",
                table: "table_prefix_logout_sessions",
                column: "client_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_logout_sessions_expires_at",
                table: "table_prefix_logout_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_logout_sessions_host_subject",
                table: "table_prefix_logout_sessions",
                column: "host_subject");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_logout_sessions_session_hash",
                table: "table_prefix_logout_sessions",
                column: "session_hash");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_logout_sessions_subject",
                table: "table_prefix_logout_sessions",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_pushed_requests_expires_at",
                table: "table_prefix_pushed_requests",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_registered_clients_expires_at",
                table: "table_prefix_registered_clients",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_registered_clients_id_key",
                table: "table_prefix_registered_clients",
                column: "id_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_registered_clients_name_key",
                table: "table_prefix_registered_clients",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_replays_expires_at",
                table: "table_prefix_replays",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_revoked_access_tokens_expires_at",
                table: "table_prefix_revoked_access_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_sessions_expires_at",
                table: "table_prefix_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_sessions_session_hash",
                table: "table_prefix_sessions",
                column: "session_hash");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_sessions_subject",
                table: "table_prefix_sessions",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_table_prefix_signing_keys_place_hash",
                table: "table_prefix_signing_keys",
                column: "place_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "table_prefix_apis");

            migrationBuilder.DropTable(
                name: "table_prefix_authorization_codes");

            migrationBuilder.DropTable(
                name: "table_prefix_changes");

            migrationBuilder.DropTable(
                name: "table_prefix_client_metadata");

            migrationBuilder.DropTable(
                name: "table_prefix_client_words");

            migrationBuilder.DropTable(
                name: "table_prefix_clients");

            migrationBuilder.DropTable(
                name: "table_prefix_consent_grants");

            migrationBuilder.DropTable(
                name: "table_prefix_consents");

            migrationBuilder.DropTable(
                name: "table_prefix_data_protection_keys");

            migrationBuilder.DropTable(
                name: "table_prefix_device_codes");

            migrationBuilder.DropTable(
                name: "table_prefix_dpop_nonces");

            migrationBuilder.DropTable(
                name: "table_prefix_events");

            migrationBuilder.DropTable(
                name: "table_prefix_grants");

            migrationBuilder.DropTable(
                name: "table_prefix_logout_notices");

            migrationBuilder.DropTable(
                name: "table_prefix_logout_sessions");

            migrationBuilder.DropTable(
                name: "table_prefix_pushed_requests");

            migrationBuilder.DropTable(
                name: "table_prefix_registered_clients");

            migrationBuilder.DropTable(
                name: "table_prefix_replays");

            migrationBuilder.DropTable(
                name: "table_prefix_revoked_access_tokens");

            migrationBuilder.DropTable(
                name: "table_prefix_scopes");

            migrationBuilder.DropTable(
                name: "table_prefix_sessions");

            migrationBuilder.DropTable(
                name: "table_prefix_signing_keys");
        }
    }
}
