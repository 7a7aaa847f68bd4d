using System.Text.Json.Nodes;

/// <summary>OpenID Connect: Basic, form_post, Config, RP-initiated and back-channel logout, and Basic with dynamic clients.</summary>
internal sealed class OpenIdPlans(string folder, string suite, int port) : Plans(folder, suite, port)
{
    private const string Scopes = "openid " + ProfileScopes;
    private const string Context = "urn:example:loa:1";

    public void Write()
    {
        var clients = new JsonArray();
        foreach (var alias in (string[])["basic", "auto", "form-post", "logout", "backchannel", "post", "assertion", "public", "certificate", "dynamic"])
        {
            WriteAlias(alias, clients);
        }

        Save("lab-oidc.json", new JsonObject
        {
            ["login"] = "screen",
            ["development"] = new JsonObject { ["allow_loopback"] = true },
            ["database"] = new JsonObject { ["provider"] = "memory" },
            ["tls"] = new JsonObject { ["client_certificate_port"] = CertificatePort },
            ["attesto"] = new JsonObject
            {
                ["Issuer"] = Me,
                ["Audience"] = Me,
                ["ClaimsParameterSupported"] = true,
                ["RequirePkce"] = false,
                ["Logout"] = new JsonObject { ["Enabled"] = true },
                ["Mtls"] = new JsonObject { ["Enabled"] = true, ["AliasOrigin"] = Mtls },
                ["TokenEndpointAuthMethodsSupported"] = Strings("client_secret_basic", "client_secret_post", "private_key_jwt", "self_signed_tls_client_auth", "none"),
                ["Registration"] = new JsonObject { ["Enabled"] = true, ["DefaultScope"] = "*", ["RateLimit"] = 100000, ["RequirePkce"] = false },
                ["ScopesSupported"] = Words(Scopes),
                ["ClaimsSupported"] = ClaimsSupported(),
                ["AcrValuesSupported"] = Strings(Context),
                ["ProtectedResource"] = new JsonObject { ["BearerMethodsSupported"] = Strings("header", "body") },
            },
            ["users"] = new JsonArray(With(Alice(), ("acr", Context), ("amr", Strings("pwd")))),
            ["clients"] = clients,
            ["apis"] = new JsonArray(new JsonObject { ["path"] = "/conformance/resource", ["methods"] = Strings("GET", "POST"), ["scopes"] = Strings("openid") }),
        });
    }

    private void WriteAlias(string alias, JsonArray clients)
    {
        var plan = new JsonObject
        {
            ["alias"] = alias,
            ["description"] = $"Attesto {alias}",
            ["server"] = new JsonObject { ["discoveryUrl"] = $"{Me}/.well-known/openid-configuration", ["login_hint"] = "alice" },
            ["client_secret_post"] = new JsonObject { ["client_id"] = $"{alias}-post", ["client_secret"] = SecretOf($"{alias}-post") },
            ["browser"] = new JsonArray(
                Step($"{Me}/oauth/authorize*", Login(), Consent(), Verify()),
                Step($"{Me}/oauth/end_session*", Confirm(), Task("Verify", "*/test/*/post*", optional: false))),
            ["override"] = Overrides(),
        };
        foreach (var number in (int[])[1, 2])
        {
            var id = $"{alias}-{number}";
            var client = With(Base(alias, id, "client_secret_basic"), ("client_secret", SecretOf(id)), ("client_name", $"Conformance {alias} {number}"));
            var known = new JsonObject { ["client_id"] = id };
            switch (alias)
            {
                case "backchannel":
                    With(client, ("backchannel_logout_uri", At(alias, "backchannel_logout")), ("backchannel_logout_session_required", true));
                    break;
                case "auto":
                    client["consent"] = "auto";
                    break;
                case "post":
                    client["token_endpoint_auth_method"] = "client_secret_post";
                    break;
                case "public":
                    client.Remove("client_secret");
                    With(client, ("public", true), ("token_endpoint_auth_method", "none"));
                    break;
                case "assertion":
                    var (secret, open) = Key(id, "ES256");
                    client.Remove("client_secret");
                    With(client, ("token_endpoint_auth_method", "private_key_jwt"), ("jwks", new JsonObject { ["keys"] = new JsonArray(open) }));
                    known["jwks"] = new JsonObject { ["keys"] = new JsonArray(secret) };
                    break;
                case "certificate":
                    var (mtls, jwk) = Certificate(id);
                    client.Remove("client_secret");
                    With(client, ("token_endpoint_auth_method", "self_signed_tls_client_auth"), ("jwks", new JsonObject { ["keys"] = new JsonArray(jwk) }));
                    plan[number == 1 ? "mtls" : "mtls2"] = mtls;
                    break;
            }

            if (client.ContainsKey("client_secret"))
            {
                known["client_secret"] = SecretOf(id);
            }

            plan[number == 1 ? "client" : "client2"] = known;
            clients.Add(client);
        }

        clients.Add(With(Base(alias, $"{alias}-post", "client_secret_post"), ("client_secret", SecretOf($"{alias}-post"))));
        Save($"oidc-{alias}.json", plan);
    }

    private JsonObject Base(string alias, string id, string method) => new()
    {
        ["client_id"] = id,
        ["token_endpoint_auth_method"] = method,
        ["redirect_uris"] = Strings(At(alias, "callback")),
        ["post_logout_redirect_uris"] = Strings(At(alias, "post_logout_redirect")),
        ["scope"] = Scopes,
        ["require_pkce"] = false,
        ["consent"] = "screen",
    };

    private JsonObject Overrides()
    {
        var overrides = new JsonObject();
        var again = Step(
            $"{Me}/oauth/authorize*",
            Task("Login", $"{Me}/signin*", optional: true, ["wait", "xpath", "//*", "10", "Sign in", "update-image-placeholder-optional"],
                ["text", "name", "username", "alice", "optional"], ["text", "name", "password", "alice", "optional"], ["click", "id", "login-submit"]),
            Consent(), Verify());
        foreach (var module in (string[])["oidcc-prompt-login", "oidcc-max-age-1"])
        {
            overrides[module] = Browser((JsonObject)again.DeepClone());
        }

        foreach (var module in (string[])["ensure-registered-redirect-uri", "redirect-uri-query-mismatch", "redirect-uri-query-added"])
        {
            overrides[$"oidcc-{module}"] = Browser(Shows("The request could not be processed"));
        }

        foreach (
            var module in (string[])["bad-post-logout-redirect-uri", "query-added-to-post-logout-redirect-uri", "modified-id-token-hint", "bad-id-token-hint", "no-id-token-hint"])
        {
            overrides[$"oidcc-rp-initiated-logout-{module}"] = SignedOut("could not be processed");
        }

        foreach (var module in (string[])["no-params", "no-post-logout-redirect-uri", "only-state"])
        {
            overrides[$"oidcc-rp-initiated-logout-{module}"] = SignedOut("You are signed out");
        }

        return overrides;
    }

    private JsonObject SignedOut(string text) => Browser(
        Step($"{Me}/oauth/authorize*", Login(), Consent(), Verify()),
        Step($"{Me}/oauth/end_session*", Confirm(), Task("End", $"{Me}/oauth/end_session*", optional: false, ["wait", "xpath", "//*", "10", text, "update-image-placeholder"])));

    private JsonObject Confirm() => Task("Confirm", $"{Me}/oauth/end_session*", optional: true, ["click", "id", "logout-confirm", "optional"]);

    private static JsonObject Browser(params JsonObject[] steps) => new() { ["browser"] = new JsonArray([.. steps]) };

    private static string SecretOf(string id) => $"secret-of-{id}-0123456789abcdef0123456789abcdef";

    private static JsonObject With(JsonObject target, params (string Name, JsonNode Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            target[name] = value;
        }

        return target;
    }
}
