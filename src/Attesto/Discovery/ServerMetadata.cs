using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Attesto.Authorize;
using Attesto.Clients;
using Attesto.Issuing;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Discovery;

/// <summary>Writes the members of the metadata documents (RFC 8414 §2, OpenID Connect Discovery §3). A member is absent rather than null or empty.</summary>
internal sealed class ServerMetadata(
    EndpointUrls urls,
    OfferedGrants grants,
    ClientAuthenticator authenticator,
    IEnumerable<ILogoutSessionStore> logoutSessions,
    JwtProfiles profiles,
    IOptions<AttestoOptions> options)
{
    private readonly AttestoOptions _options = options.Value;
    private readonly bool _hasLogoutSessions = logoutSessions.Any();

    /// <summary>The members that both documents share.</summary>
    internal JsonObject Write(ImmutableArray<string> algorithms, bool openId = false)
    {
        var document = new JsonObject { ["issuer"] = urls.Issuer };
        WriteEndpoints(document, openId);
        WriteCapabilities(document);
        WriteClientAuthentication(document);
        WriteAlgorithms(document, algorithms);
        WriteSwitches(document);
        return document;
    }

    /// <summary>Adds what only the OpenID Connect document has.</summary>
    internal JsonObject AddOpenId(JsonObject document, ImmutableArray<string> algorithms)
    {
        document["scopes_supported"] = List(_options.Scopes.Supported.Prepend(RequestedScope.OpenId).Distinct(StringComparer.Ordinal));
        document["subject_types_supported"] = List(_options.Subjects.PairwiseSalt is null ? ["public"] : ["public", "pairwise"]);
        document["id_token_signing_alg_values_supported"] = List(algorithms.IsEmpty ? [JoseAlgorithms.Rs256] : algorithms);
        AddList(document, "userinfo_signing_alg_values_supported", algorithms);
        document["claim_types_supported"] = List(["normal"]);
        document["request_parameter_supported"] = true;
        document["request_uri_parameter_supported"] = false; // by reference to a client's own URL; pushed references are another thing
        document["claims_parameter_supported"] = _options.Claims.ParameterSupported;
        AddList(document, "claims_supported", _options.Claims.Supported);
        AddList(document, "acr_values_supported", _options.Discovery.AcrValuesSupported);
        AddList(document, "ui_locales_supported", _options.Discovery.UiLocalesSupported);
        return document;
    }

    private void WriteEndpoints(JsonObject document, bool openId)
    {
        var aliases = new JsonObject();
        foreach (var row in EndpointTable.ServedBy(_options))
        {
            if (row.Member is { } member && (openId || !row.IsOpenIdMember))
            {
                document[member] = urls.UrlOf(row.Endpoint);
            }

            if (row.Member is { } name && urls.AliasOf(row.Endpoint) is { } alias)
            {
                aliases[name] = alias;
            }
        }

        if (aliases.Count > 0)
        {
            document["mtls_endpoint_aliases"] = aliases;
        }
    }

    private void WriteCapabilities(JsonObject document)
    {
        AddList(document, "scopes_supported", _options.Scopes.Supported);
        document["response_types_supported"] = List(["code"]);
        document["response_modes_supported"] = List(ResponseModes.Offered(_options).Select(mode => mode.Name));
        document["grant_types_supported"] = List(grants.GrantTypes);
        document["code_challenge_methods_supported"] = List([CodeChallenge.Method]);
    }

    private void WriteClientAuthentication(JsonObject document)
    {
        var everyone = authenticator.GetMethods(allowPublic: true);
        var confidential = authenticator.GetMethods(allowPublic: false);
        document["token_endpoint_auth_methods_supported"] = List(everyone);
        document["revocation_endpoint_auth_methods_supported"] = List(everyone);
        document["introspection_endpoint_auth_methods_supported"] = List(confidential);
        if (confidential.Contains(AuthenticationMethods.PrivateKeyJwt, StringComparer.Ordinal))
        {
            var algorithms = profiles.ClientAssertion.Algorithms;
            document["token_endpoint_auth_signing_alg_values_supported"] = List(algorithms);
            document["revocation_endpoint_auth_signing_alg_values_supported"] = List(algorithms);
            document["introspection_endpoint_auth_signing_alg_values_supported"] = List(algorithms);
        }
    }

    private void WriteAlgorithms(JsonObject document, ImmutableArray<string> algorithms)
    {
        AddList(document, "authorization_signing_alg_values_supported", algorithms);
        AddList(document, "introspection_signing_alg_values_supported", algorithms);
        AddList(document, "request_object_signing_alg_values_supported", profiles.RequestObject.Algorithms);
        if (_options.Dpop.Enabled)
        {
            document["dpop_signing_alg_values_supported"] = List(profiles.DpopProof.Algorithms);
        }
    }

    private void WriteSwitches(JsonObject document)
    {
        AddIf(_options.Authorization.ResponseIss, document, "authorization_response_iss_parameter_supported");
        AddIf(_options.PushedAuthorization.Required is true, document, "require_pushed_authorization_requests");
        AddIf(_options.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning, document, "require_signed_request_object");
        AddIf(_options.Mtls.Enabled, document, "tls_client_certificate_bound_access_tokens");
        AddIf(_options.ClientIdMetadata.Enabled, document, "client_id_metadata_document_supported");
        AddIf(_options.Logout.Enabled && _hasLogoutSessions, document, "backchannel_logout_supported");
        AddIf(_options.Logout.Enabled && _hasLogoutSessions, document, "backchannel_logout_session_supported");
    }

    private static void AddIf(bool isOn, JsonObject document, string name)
    {
        if (isOn)
        {
            document[name] = true;
        }
    }

    private static void AddList(JsonObject document, string name, IEnumerable<string> values)
    {
        var list = List(values);
        if (list.Count > 0)
        {
            document[name] = list;
        }
    }

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
