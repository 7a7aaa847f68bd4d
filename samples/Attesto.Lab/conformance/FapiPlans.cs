using System.Text.Json.Nodes;

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
            ["tls"] = new JsonObject { ["client_certificate_port"] = CertificatePort },
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
