#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// Writes what a run of the OpenID Foundation's conformance suite needs: `dotnet samples/Attesto.Lab/conformance/configure.cs FOLDER [SUITE-URL]`.
// For each group of plans one lab file (lab-*.json: the host's settings, its clients and its person) and one plan configuration per way of authenticating
// (oidc-*.json, fapi-*.json), with keys and certificates made afresh. README.md beside this file says how to run them.

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet configure.cs FOLDER [SUITE-URL]");
    return 2;
}

var folder = Directory.CreateDirectory(args[0]).FullName;
var suite = (args.Length > 1 ? args[1] : "https://localhost.emobix.co.uk:8443").TrimEnd('/');
new OpenIdPlans(folder, suite, 5443).Write();
new FapiPlans(folder, suite, 6443, "Fapi2Security", "security").Write();
new FapiPlans(folder, suite, 7443, "Fapi2MessageSigning", "signing").Write();
new FapiPlans(folder, suite, 7543, "Fapi2MessageSigning", "signing-plain").Write(attesto => attesto["RequireSignedAuthorizationResponses"] = false);
Console.WriteLine($"{Directory.GetFiles(folder).Length} files in {folder}");
return 0;

/// <summary>What both groups of plans share: the person, the pages as the suite's browser drives them, keys.</summary>
internal abstract class Plans(string folder, string suite, int firstPort)
{
    protected const string ProfileScopes = "profile email address phone offline_access";

    protected string Me { get; } = $"https://localhost:{firstPort}";

    protected string Mtls { get; } = $"https://localhost:{firstPort + 1}";

    protected string At(string alias, string path) => $"{suite}/test/a/{alias}/{path}";

    protected void Save(string name, JsonNode content) =>
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(new() { WriteIndented = true }) + "\n");

    protected static JsonArray Strings(params IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    protected static JsonArray Words(string text) => Strings(text.Split(' '));

    protected static JsonObject Alice() => new()
    {
        ["sub"] = "alice",
        ["claims"] = new JsonObject
        {
            ["name"] = "Alice Liddell", ["given_name"] = "Alice", ["family_name"] = "Liddell", ["middle_name"] = "P", ["nickname"] = "al",
            ["preferred_username"] = "alice", ["profile"] = "https://example.com/alice", ["picture"] = "https://example.com/alice.png",
            ["website"] = "https://alice.example", ["email"] = "alice@example.com", ["email_verified"] = true, ["gender"] = "female",
            ["birthdate"] = "1852-05-04", ["zoneinfo"] = "Europe/London", ["locale"] = "en-GB", ["phone_number"] = "+44 1865 276150",
            ["phone_number_verified"] = true, ["updated_at"] = 1700000000,
            ["address"] = new JsonObject
            {
                ["formatted"] = "Christ Church\nOxford", ["street_address"] = "Christ Church", ["locality"] = "Oxford", ["region"] = "Oxfordshire",
                ["postal_code"] = "OX1 1DP", ["country"] = "GB",
            },
        },
    };

    protected static JsonArray ClaimsSupported() => Strings(["sub", .. ((JsonObject)Alice()["claims"]!).Select(claim => claim.Key)]);

    protected JsonObject Login() => Task("Login", $"{Me}/signin*", optional: true,
        ["text", "name", "username", "alice", "optional"], ["text", "name", "password", "alice", "optional"], ["click", "id", "login-submit"]);

    protected JsonObject Consent(string button = "consent-allow") => Task("Consent", $"{Me}/oauth/authorize*", optional: true, ["click", "id", button]);

    protected static JsonObject Verify() => Task("Verify", "*/test/*/callback*", optional: false, ["wait", "id", "submission_complete", "10"]);

    protected JsonArray SignIn() => [Step($"{Me}/oauth/authorize*", Login(), Consent(), Verify())];

    protected JsonObject Shows(string text, string where = "/*") => Step($"{Me}{where}", Task("Page", $"{Me}/*", optional: false, ["wait", "xpath", "//*", "10", text, "update-image-placeholder"]));

    protected static JsonObject Step(string match, params JsonObject[] tasks) => new() { ["match"] = match, ["tasks"] = new JsonArray([.. tasks]) };

    protected static JsonObject Task(string name, string match, bool optional, params string[][] commands)
    {
        var task = new JsonObject { ["task"] = name, ["match"] = match, ["commands"] = new JsonArray([.. commands.Select(command => new JsonArray([.. command.Select(Word)]))]) };
        if (optional)
        {
            task["optional"] = true;
        }

        return task;
    }

    protected static (JsonObject Private, JsonObject Public) Key(string kid, string algorithm)
    {
        var key = new JsonObject { ["kid"] = kid, ["use"] = "sig", ["alg"] = algorithm };
        if (algorithm is "ES256")
        {
            using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var parameters = ec.ExportParameters(includePrivateParameters: true);
            Add(key, ("kty", "EC"), ("crv", "P-256"), ("x", Text(parameters.Q.X)), ("y", Text(parameters.Q.Y)));
            return (Add((JsonObject)key.DeepClone(), ("d", Text(parameters.D))), key);
        }

        using var rsa = RSA.Create(2048);
        var numbers = rsa.ExportParameters(includePrivateParameters: true);
        Add(key, ("kty", "RSA"), ("n", Text(numbers.Modulus)), ("e", Text(numbers.Exponent)));
        return (Add((JsonObject)key.DeepClone(), ("d", Text(numbers.D)), ("p", Text(numbers.P)), ("q", Text(numbers.Q)), ("dp", Text(numbers.DP)), ("dq", Text(numbers.DQ)), ("qi", Text(numbers.InverseQ))), key);
    }

    protected static (JsonObject Mtls, JsonObject Jwk) Certificate(string name)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(300));
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        return (
            new JsonObject { ["cert"] = certificate.ExportCertificatePem(), ["key"] = rsa.ExportPkcs8PrivateKeyPem() },
            new JsonObject
            {
                ["kty"] = "RSA", ["kid"] = name, ["n"] = Text(numbers.Modulus), ["e"] = Text(numbers.Exponent),
                ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)),
            });
    }

    private static JsonNode Word(string word) => int.TryParse(word, out var number) ? JsonValue.Create(number) : JsonValue.Create(word);

    private static string Text(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static JsonObject Add(JsonObject target, params (string Name, string Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            target[name] = value;
        }

        return target;
    }
}

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
            ["tls"] = new JsonObject { ["client_certificate_port"] = port + 1 },
            ["attesto"] = new JsonObject
            {
                ["Issuer"] = Me, ["Audience"] = Me, ["ClaimsParameterSupported"] = true, ["RequirePkce"] = false,
                ["Logout"] = new JsonObject { ["Enabled"] = true },
                ["Mtls"] = new JsonObject { ["Enabled"] = true, ["AliasOrigin"] = Mtls },
                ["TokenEndpointAuthMethodsSupported"] = Strings("client_secret_basic", "client_secret_post", "private_key_jwt", "self_signed_tls_client_auth", "none"),
                ["Registration"] = new JsonObject { ["Enabled"] = true, ["DefaultScope"] = "*", ["RateLimit"] = 100000, ["RequirePkce"] = false },
                ["ScopesSupported"] = Words(Scopes), ["ClaimsSupported"] = ClaimsSupported(), ["AcrValuesSupported"] = Strings(Context),
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
        ["client_id"] = id, ["token_endpoint_auth_method"] = method, ["redirect_uris"] = Strings(At(alias, "callback")),
        ["post_logout_redirect_uris"] = Strings(At(alias, "post_logout_redirect")), ["scope"] = Scopes, ["require_pkce"] = false, ["consent"] = "screen",
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

        foreach (var module in (string[])["bad-post-logout-redirect-uri", "query-added-to-post-logout-redirect-uri", "modified-id-token-hint", "bad-id-token-hint", "no-id-token-hint"])
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

/// <summary>FAPI 2.0: every way to authenticate with every way to bind tokens, with OpenID Connect and without.</summary>
internal sealed class FapiPlans(string folder, string suite, int port, string profile, string label) : Plans(folder, suite, port)
{
    public void Write(Action<JsonObject>? change = null)
    {
        var clients = new JsonArray();
        foreach (var authentication in (string[])["assertion", "certificate"])
        {
            foreach (var binding in (string[])["dpop", "mtls"])
            {
                WritePlan($"{label}-{authentication}-{binding}", authentication, binding, clients);
            }
        }

        var attesto = new JsonObject
        {
            ["Profile"] = profile, ["Issuer"] = Me, ["Audience"] = Me, ["ScopesSupported"] = Words(ProfileScopes),
            ["Mtls"] = new JsonObject { ["Enabled"] = true, ["AliasOrigin"] = Mtls }, ["ClaimsParameterSupported"] = true, ["ClaimsSupported"] = ClaimsSupported(),
        };
        change?.Invoke(attesto);
        Save($"lab-{label}.json", new JsonObject
        {
            ["login"] = "screen",
            ["development"] = new JsonObject { ["allow_loopback"] = true },
            ["database"] = new JsonObject { ["provider"] = "memory" },
            ["tls"] = new JsonObject { ["client_certificate_port"] = port + 1 },
            ["attesto"] = attesto,
            ["users"] = new JsonArray(Alice()),
            ["clients"] = clients,
            ["apis"] = new JsonArray(new JsonObject { ["path"] = "/conformance/resource", ["methods"] = Strings("GET", "POST"), ["scopes"] = new JsonArray() }),
        });
    }

    private void WritePlan(string alias, string authentication, string binding, JsonArray clients)
    {
        var plan = new JsonObject
        {
            ["alias"] = alias,
            ["description"] = $"Attesto {alias}",
            ["server"] = new JsonObject { ["discoveryUrl"] = $"{Me}/.well-known/openid-configuration", ["login_hint"] = "alice" },
            ["resource"] = new JsonObject { ["resourceUrl"] = $"{(binding is "mtls" ? Mtls : Me)}/conformance/resource" },
            ["browser"] = SignIn(),
            ["override"] = Overrides(),
        };
        foreach (var number in (int[])[1, 2])
        {
            var id = $"{alias}-{number}";
            var (secret, open) = Key(id, number == 1 ? "ES256" : "PS256");
            var (mtls, jwk) = Certificate($"{id}-certificate");
            clients.Add(new JsonObject
            {
                ["client_id"] = id,
                ["redirect_uris"] = Strings(At(alias, "callback"), At(alias, "callback?dummy1=lorem&dummy2=ipsum")),
                ["scope"] = "openid " + ProfileScopes, ["consent"] = "screen",
                ["token_endpoint_auth_method"] = authentication is "certificate" ? "self_signed_tls_client_auth" : "private_key_jwt",
                ["grant_types"] = Strings("authorization_code", "refresh_token", "client_credentials"),
                ["jwks"] = new JsonObject { ["keys"] = authentication is "certificate" ? new JsonArray(open, jwk) : new JsonArray(open) },
                ["require_dpop"] = binding is "dpop", ["require_mtls"] = binding is "mtls", ["id_token_signed_response_alg"] = "ES256",
            });
            var known = new JsonObject { ["client_id"] = id, ["scope"] = "openid profile email offline_access", ["jwks"] = new JsonObject { ["keys"] = new JsonArray(secret) } };
            if (binding is "dpop")
            {
                known["dpop_signing_alg"] = "ES256";
            }

            plan[number == 1 ? "client" : "client2"] = known;
            if (authentication is "certificate" || binding is "mtls")
            {
                plan[number == 1 ? "mtls" : "mtls2"] = mtls;
            }
        }

        Save($"fapi-{alias}.json", plan);
        var plain = (JsonObject)plan.DeepClone();
        (plain["client"]!["scope"], plain["client2"]!["scope"]) = ("profile email offline_access", "profile email offline_access");
        Save($"fapi-{alias}-plain.json", plain);
    }

    private JsonObject Overrides()
    {
        const string prefix = "fapi2-security-profile-final-";
        var overrides = new JsonObject();
        foreach (var module in (string[])["ensure-registered-redirect-uri", "ensure-redirect-uri-in-authorization-request",
            "ensure-request-object-without-redirect-uri-fails", "par-attempt-to-use-expired-request_uri", "par-attempt-to-use-request_uri-for-different-client",
            "ensure-response-type-token-fails", "ensure-response-type-code-idtoken-fails", "par-ensure-pkce-required", "par-plain-pkce-rejected", "attempt-reuse-request-uri"])
        {
            overrides[prefix + module] = new JsonObject { ["browser"] = new JsonArray(Shows("The request could not be processed")) };
        }

        overrides[prefix + "user-rejects-authentication"] = new JsonObject
        {
            ["browser"] = new JsonArray(Step($"{Me}/oauth/authorize*", Login(), Consent("consent-deny"), Verify())),
        };
        overrides[prefix + "par-attempt-reuse-request_uri"] = new JsonObject
        {
            ["browser"] = new JsonArray(Once(Step($"{Me}/oauth/authorize*", Login(), Consent(), Verify())), Shows("The request could not be processed")),
        };
        overrides[prefix + "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds"] = new JsonObject
        {
            ["browser"] = new JsonArray(
                Once(Step($"{Me}/oauth/authorize*", Task("Look", $"{Me}/signin*", optional: false))),
                Step($"{Me}/oauth/authorize*", Login(), Consent(), Verify())),
        };
        return overrides;
    }

    private static JsonObject Once(JsonObject step)
    {
        step["match-limit"] = 1;
        return step;
    }
}
