using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Attesto.Management.Tests.Import;

/// <summary>A database of IdentityServer: the tables and columns of its documented Entity Framework Core schema, as far as clients, resources and consents go, in our
/// own SQL. Duende's has columns that IdentityServer4's lacks.</summary>
internal static class IdentityServerDatabase
{
    public const string Api = "https://reports.example";
    public const string Secret = "a secret of the other server";

    private const string Shared = """
        CREATE TABLE "ClientSecrets" ("Id" INTEGER PRIMARY KEY, "ClientId" INTEGER NOT NULL, "Description" TEXT, "Value" TEXT NOT NULL,
            "Expiration" TEXT, "Type" TEXT NOT NULL, "Created" TEXT NOT NULL);
        CREATE TABLE "ClientGrantTypes" ("Id" INTEGER PRIMARY KEY, "GrantType" TEXT NOT NULL, "ClientId" INTEGER NOT NULL);
        CREATE TABLE "ClientRedirectUris" ("Id" INTEGER PRIMARY KEY, "RedirectUri" TEXT NOT NULL, "ClientId" INTEGER NOT NULL);
        CREATE TABLE "ClientPostLogoutRedirectUris" ("Id" INTEGER PRIMARY KEY, "PostLogoutRedirectUri" TEXT NOT NULL, "ClientId" INTEGER NOT NULL);
        CREATE TABLE "ClientScopes" ("Id" INTEGER PRIMARY KEY, "Scope" TEXT NOT NULL, "ClientId" INTEGER NOT NULL);
        CREATE TABLE "ClientClaims" ("Id" INTEGER PRIMARY KEY, "Type" TEXT NOT NULL, "Value" TEXT NOT NULL, "ClientId" INTEGER NOT NULL);
        CREATE TABLE "ClientIdPRestrictions" ("Id" INTEGER PRIMARY KEY, "Provider" TEXT NOT NULL, "ClientId" INTEGER NOT NULL);
        CREATE TABLE "ClientProperties" ("Id" INTEGER PRIMARY KEY, "Key" TEXT NOT NULL, "Value" TEXT NOT NULL, "ClientId" INTEGER NOT NULL);
        CREATE TABLE "IdentityResources" ("Id" INTEGER PRIMARY KEY, "Enabled" INTEGER NOT NULL, "Name" TEXT NOT NULL, "DisplayName" TEXT, "Description" TEXT);
        CREATE TABLE "IdentityResourceClaims" ("Id" INTEGER PRIMARY KEY, "IdentityResourceId" INTEGER NOT NULL, "Type" TEXT NOT NULL);
        CREATE TABLE "ApiScopes" ("Id" INTEGER PRIMARY KEY, "Enabled" INTEGER NOT NULL, "Name" TEXT NOT NULL, "DisplayName" TEXT,
            "Required" INTEGER NOT NULL, "Emphasize" INTEGER NOT NULL);
        CREATE TABLE "ApiScopeClaims" ("Id" INTEGER PRIMARY KEY, "ScopeId" INTEGER NOT NULL, "Type" TEXT NOT NULL);
        CREATE TABLE "ApiResources" ("Id" INTEGER PRIMARY KEY, "Enabled" INTEGER NOT NULL, "Name" TEXT NOT NULL, "DisplayName" TEXT);
        CREATE TABLE "ApiResourceScopes" ("Id" INTEGER PRIMARY KEY, "Scope" TEXT NOT NULL, "ApiResourceId" INTEGER NOT NULL);
        CREATE TABLE "ApiResourceClaims" ("Id" INTEGER PRIMARY KEY, "ApiResourceId" INTEGER NOT NULL, "Type" TEXT NOT NULL);
        INSERT INTO "IdentityResources" VALUES (1, 1, 'openid', NULL, NULL), (2, 1, 'profile', NULL, NULL), (3, 1, 'groups', 'Your groups', NULL), (4, 0, 'phone', NULL, NULL);
        INSERT INTO "IdentityResourceClaims" VALUES (1, 2, 'name'), (2, 3, 'group'), (3, 3, 'role');
        INSERT INTO "ApiScopes" VALUES (1, 1, 'read:reports', NULL, 0, 0), (2, 1, 'stock', NULL, 0, 0);
        INSERT INTO "ApiResources" VALUES (1, 1, 'https://reports.example', NULL), (2, 1, 'stock_api', NULL);
        INSERT INTO "ApiResourceScopes" VALUES (1, 'read:reports', 1), (2, 'stock', 2);
        INSERT INTO "ApiResourceClaims" VALUES (1, 2, 'department');
        INSERT INTO "ClientGrantTypes" ("GrantType", "ClientId")
            VALUES ('hybrid', 1), ('client_credentials', 2), ('authorization_code', 3), ('password', 3), ('client_credentials', 4);
        INSERT INTO "ClientRedirectUris" ("RedirectUri", "ClientId") VALUES ('https://shop.example/cb', 1), ('https://spa.example/cb', 3);
        INSERT INTO "ClientPostLogoutRedirectUris" ("PostLogoutRedirectUri", "ClientId") VALUES ('https://shop.example/bye', 1);
        INSERT INTO "ClientScopes" ("Scope", "ClientId") VALUES ('openid', 1), ('groups', 1), ('read:reports', 1), ('read:reports', 2), ('openid', 3), ('stock', 4);
        INSERT INTO "ClientClaims" ("Type", "Value", "ClientId") VALUES ('tenant', '7', 2);
        """;

    private const string Clients4 = """
        "Id" INTEGER PRIMARY KEY, "Enabled" INTEGER NOT NULL, "ClientId" TEXT NOT NULL, "ProtocolType" TEXT NOT NULL, "RequireClientSecret" INTEGER NOT NULL, "ClientName" TEXT,
        "Description" TEXT, "ClientUri" TEXT, "LogoUri" TEXT, "RequireConsent" INTEGER NOT NULL, "AllowRememberConsent" INTEGER NOT NULL,
        "AlwaysIncludeUserClaimsInIdToken" INTEGER NOT NULL, "RequirePkce" INTEGER NOT NULL, "AllowPlainTextPkce" INTEGER NOT NULL, "RequireRequestObject" INTEGER NOT NULL,
        "FrontChannelLogoutUri" TEXT, "BackChannelLogoutUri" TEXT, "BackChannelLogoutSessionRequired" INTEGER NOT NULL, "AllowOfflineAccess" INTEGER NOT NULL,
        "IdentityTokenLifetime" INTEGER NOT NULL, "AccessTokenLifetime" INTEGER NOT NULL, "AuthorizationCodeLifetime" INTEGER NOT NULL,
        "AbsoluteRefreshTokenLifetime" INTEGER NOT NULL, "SlidingRefreshTokenLifetime" INTEGER NOT NULL, "RefreshTokenUsage" INTEGER NOT NULL, "AccessTokenType" INTEGER NOT NULL,
        "DeviceCodeLifetime" INTEGER NOT NULL
        """;

    private const string Grants = """
        "Type" TEXT NOT NULL, "SubjectId" TEXT, "SessionId" TEXT, "ClientId" TEXT NOT NULL, "Description" TEXT, "CreationTime" TEXT NOT NULL, "Expiration" TEXT,
        "ConsumedTime" TEXT, "Data" TEXT NOT NULL
        """;

    public static void Fill(string connection, bool duende)
    {
        using var database = new SqliteConnection(connection);
        database.Open();
        var more = duende ? """, "RequirePushedAuthorization" INTEGER NOT NULL, "RequireDPoP" INTEGER NOT NULL""" : "";
        var key = duende ? "\"Id\" INTEGER PRIMARY KEY, \"Key\" TEXT" : "\"Key\" TEXT PRIMARY KEY";
        Execute($"CREATE TABLE \"Clients\" ({Clients4}{more}); CREATE TABLE \"PersistedGrants\" ({key}, {Grants});{Shared}");
        AddClient(1, "web", requiresSecret: true, "'Shop'", "'https://shop.example/front'", "'https://shop.example/back'", offline: true, lifetime: 600);
        AddClient(2, "worker", requiresSecret: true);
        AddClient(3, "spa", requiresSecret: false);
        AddClient(4, "older", requiresSecret: true);
        AddSecret(1, "SharedSecret", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))), "'2100-01-01 00:00:00'");
        AddSecret(2, "SharedSecret", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))));
        AddSecret(2, "X509Thumbprint", "ABCDEF");
        AddSecret(4, "SharedSecret", Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes(Secret))));
        var consent = """{"SubjectId":"alice","ClientId":"web","Scopes":["openid","groups"],"CreationTime":"2025-01-01T00:00:00Z","Expiration":null}""";
        var escaped = consent.Replace("\"", "\\\"", StringComparison.Ordinal);
        AddGrant("k1", "user_consent", "alice", duende ? $$"""{"PersistentGrantDataContainerVersion":1,"DataProtected":false,"Payload":"{{escaped}}"}""" : consent);
        AddGrant("k2", "user_consent", "bob", """{"PersistentGrantDataContainerVersion":1,"DataProtected":true,"Payload":"CfDJ8"}""");
        AddGrant("k3", "user_consent", "carol", consent, "'2001-01-01 00:00:00'");
        AddGrant("k4", "refresh_token", "alice", "{}");

        void AddClient(
            int id, string clientId, bool requiresSecret, string name = "NULL", string front = "NULL", string back = "NULL", bool offline = false, int lifetime = 3600) => Execute(
            $"INSERT INTO \"Clients\" VALUES ({id}, 1, '{clientId}', 'oidc', {requiresSecret}, {name}, NULL, NULL, NULL, 1, 1, 0, {(id == 1 ? 0 : 1)}, 0, 0, {front}, {back}, "
            + $"1, {offline}, 300, {lifetime}, 300, 2592000, 1296000, {(id == 1 ? 0 : 1)}, {(id == 2 ? 1 : 0)}, 300{(duende ? $", {(id == 1 ? 1 : 0)}, 0" : "")})");

        void AddSecret(int client, string type, string value, string expiration = "NULL") => Execute(
            $"INSERT INTO \"ClientSecrets\" (\"ClientId\", \"Value\", \"Expiration\", \"Type\", \"Created\") VALUES ({client}, '{value}', {expiration}, '{type}', '2025-01-01')");

        void AddGrant(string key, string type, string subject, string data, string expiration = "NULL") => Execute(
            "INSERT INTO \"PersistedGrants\" (\"Key\", \"Type\", \"SubjectId\", \"ClientId\", \"CreationTime\", \"Expiration\", \"Data\") VALUES "
            + $"('{key}', '{type}', '{subject}', 'web', '2025-01-01 00:00:00', {expiration}, '{data}')");

        void Execute(string sql)
        {
            using var command = database.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
