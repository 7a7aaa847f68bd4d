using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using Attesto.AspNetCore;

namespace Attesto.Management.Tests;

/// <summary>For each check of a running server an answer that fails it.</summary>
internal static class LiveFixtures
{
    private const string OpenId = "openid-configuration";
    private const string OAuth = "oauth-authorization-server";
    private const string Metadata = "/.well-known/o"; // both

    public static IReadOnlyDictionary<string, Func<HttpResponseMessage, Task>> All { get; } = new Dictionary<string, Func<HttpResponseMessage, Task>>
    {
        ["live.reached"] = _ => throw new HttpRequestException("Connection refused"),
        ["live.openid-document"] = At(OpenId, answer => answer.StatusCode = HttpStatusCode.NotFound),
        ["live.oauth-document"] = At(OAuth, answer => answer.Content = new StringContent("<html>")),
        ["live.issuer"] = Edit(Metadata, document => document["issuer"] = "https://other.example"),
        ["live.documents-agree"] = Edit(OAuth, document => document["token_endpoint"] = "https://other.example/token"),
        ["live.https"] = Edit(Metadata, document => document["token_endpoint"] = "http://auth.example/oauth/token"),
        ["live.pkce"] = Edit(Metadata, document => document.Remove("code_challenge_methods_supported")),
        ["live.pkce-plain"] = Edit(Metadata, document => document["code_challenge_methods_supported"]!.AsArray().Add("plain")),
        ["live.implicit"] = Edit(Metadata, document => document["response_types_supported"]!.AsArray().Add("code id_token")),
        ["live.password"] = Edit(Metadata, document => document["grant_types_supported"]!.AsArray().Add("password")),
        ["live.alg-none"] = Edit(Metadata, document => document["request_object_signing_alg_values_supported"]!.AsArray().Add("none")),
        ["live.iss"] = Edit(Metadata, document => document["authorization_response_iss_parameter_supported"] = false),
        ["live.keys"] = Edit("jwks", document => document["keys"] = new JsonArray()),
        ["live.keys-private"] = Edit("jwks", document => document["keys"]![0]!["d"] = "AA"),
        ["live.keys-kid"] = Edit("jwks", document => document["keys"]!.AsArray().Add(document["keys"]![0]!.DeepClone())),
        ["live.keys-algorithms"] = Edit(OpenId, document => document["id_token_signing_alg_values_supported"]!.AsArray().Add("RS512")),
        ["live.hsts"] = At(OpenId, answer => answer.Headers.Remove("Strict-Transport-Security")),
        ["live.cors"] = At(OpenId, answer => answer.Headers.Remove("Access-Control-Allow-Origin")),
        ["live.clock"] = At(OpenId, answer => answer.Headers.Date = DateTimeOffset.UnixEpoch),
        ["live.token-error"] = At("/token", answer => answer.Content = new StringContent("<html>Bad Request")),
        ["live.token-no-store"] = At("/token", answer => answer.Headers.CacheControl = new CacheControlHeaderValue { Public = true }),
        ["live.open-redirect"] = At("/authorize", answer => answer.Headers.Location = new Uri("https://attesto-doctor.invalid/?error=invalid_client")),
        ["live.framing"] = At("/authorize", answer =>
        {
            answer.Headers.Remove("Content-Security-Policy");
            answer.Headers.Remove("X-Frame-Options");
        }),
        ["live.cookies"] = At("/authorize", answer => answer.Headers.Add("Set-Cookie", "session=1; path=/; secure")),
    };

    /// <summary>Handshakes that fail a check of TLS.</summary>
    public static IReadOnlyDictionary<string, Func<DateTimeOffset, IEnumerable<Finding>>> Tls { get; } = new Dictionary<string, Func<DateTimeOffset, IEnumerable<Finding>>>
    {
        ["live.tls-trusted"] = now => TlsChecks.Judge(SslPolicyErrors.RemoteCertificateNameMismatch, now.UtcDateTime.AddDays(90), SslProtocols.Tls13, now),
        ["live.tls-expiry"] = now => TlsChecks.Judge(SslPolicyErrors.None, now.UtcDateTime.AddDays(13), SslProtocols.Tls13, now),
        ["live.tls-version"] = now => TlsChecks.Judge(SslPolicyErrors.None, now.UtcDateTime.AddDays(90), SslProtocols.None, now),
    };

    private static Func<HttpResponseMessage, Task> At(string path, Action<HttpResponseMessage> change) => answer =>
    {
        if (answer.RequestMessage!.RequestUri!.AbsolutePath.Contains(path, StringComparison.Ordinal))
        {
            change(answer);
        }

        return Task.CompletedTask;
    };

    private static Func<HttpResponseMessage, Task> Edit(string path, Action<JsonObject> change) => async answer =>
    {
        if (answer.RequestMessage!.RequestUri!.AbsolutePath.Contains(path, StringComparison.Ordinal))
        {
            var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
            change(document);
            answer.Content = new StringContent(document.ToJsonString());
        }
    };
}
