using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Attesto.Authorize;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.AspNetCore.Tests.Interaction;

/// <summary>A person signs in and consents: three arrivals at the authorization endpoint (RFC 6749 §4.1), four with a push (RFC 9126 §2). The table of checks
/// runs at two of them at most.</summary>
public sealed class JudgingTests
{
    private const string SignInPage = "/sign-in?returnUrl=";
    private const string Callback = "https://app.example/cb";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly Client App = TestHost.Everything(new()
    {
        Id = "app",
        Secrets = [ClientSecret.Of(TestHost.Secret)],
        RedirectUris = [Callback],
        Jwks = new() { Keys = { PublicKey() } },
    });

    private readonly ConcurrentDictionary<int, int> _runs = [];
    private TestHost _host = null!;
    private bool _isSignedIn;

    [OneTimeSetUp]
    public async Task Start() => _host = await TestHost.StartAsync(
        attesto =>
        {
            attesto.UseClients((id, _) => ValueTask.FromResult(id is "app" ? App : null)).UseSignIn((http, _, _) => SignInAsync(http)).AddConsentPolicy<Asking>();
            attesto.Services.Replace(ServiceDescriptor.Scoped(provider => new AuthorizationValidation(
                provider.GetRequiredService<CheckServices>(), provider.GetRequiredService<IOptions<AttestoOptions>>(), provider.GetRequiredService<TimeProvider>())
            {
                Checks = [.. AuthorizationChecks.All.Select(Counted)],
            }));
        },
        new() { ["Attesto:RequestObjects:SigningAlgorithms:0"] = "ES256" });

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [TestCase("plain", 2)]
    [TestCase("long", 1)]
    [TestCase("signed", 1)]
    [TestCase("pushed", 2)]
    public async Task A_sign_in_with_consent_judges_its_request_at_most_twice(string kind, int times)
    {
        (_isSignedIn, var request) = (false, RequestOf(kind));
        _runs.Clear();
        if (kind is "pushed")
        {
            request = await PushAsync(request);
        }

        var asked = await SendAsync(HttpMethod.Get, QueryHelpers.AddQueryString("/oauth/authorize", request!));
        Assert.That(asked.Headers.Location?.OriginalString, Does.StartWith(SignInPage));
        _isSignedIn = true;
        var page = await SendAsync(HttpMethod.Get, Uri.UnescapeDataString(asked.Headers.Location!.OriginalString[SignInPage.Length..]));
        var form = JsonSerializer.Deserialize<Dictionary<string, string>>(await page.Content.ReadAsStringAsync())!;
        var answer = await SendAsync(HttpMethod.Post, "/oauth/authorize", form.Append(new("decision", "authorize")));
        Assert.That(answer.Headers.Location?.OriginalString, Does.StartWith(Callback + "?code="));

        var judging = AuthorizationChecks.All.Select((check, row) => (check.Endpoints, Row: row)).Where(check => check.Endpoints is (On.Authorize | On.Par)).ToList();
        Assert.That(judging, Has.Count.GreaterThan(15));
        Assert.That(judging.Select(check => _runs.GetValueOrDefault(check.Row)), Has.All.EqualTo(times));
    }

    private Check Counted(Check check, int row) => check with
    {
        Run = (context, services, cancellationToken) =>
        {
            _runs.AddOrUpdate(row, 1, (_, runs) => runs + 1);
            return check.Run(context, services, cancellationToken);
        },
    };

    private Dictionary<string, string> RequestOf(string kind)
    {
        var request = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = "app",
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = "read:reports",
            ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            ["code_challenge_method"] = "S256",
        };
        if (kind is "long")
        {
            request["state"] = new string('s', 1_900);
        }

        return kind is "signed" ? new(StringComparer.Ordinal) { ["client_id"] = "app", ["request"] = Signed(request) } : request;
    }
    private async Task<Dictionary<string, string>> PushAsync(Dictionary<string, string> request)
    {
        using var pushed = await _host.PostAsync("/oauth/par", [.. request.Select(pair => (pair.Key, pair.Value)), ("client_secret", TestHost.Secret)]);
        var json = JsonElement.Parse(await pushed.Content.ReadAsStringAsync());
        return new(StringComparer.Ordinal) { ["client_id"] = "app", ["request_uri"] = json.GetProperty("request_uri").GetString()! };
    }

    // RFC 9101 §4
    private string Signed(Dictionary<string, string> request)
    {
        var now = _host.Clock.Now.UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "oauth-authz-req+jwt",
            Issuer = "app",
            Audience = TestHost.Issuer,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = request.ToDictionary(pair => pair.Key, pair => (object)pair.Value, StringComparer.Ordinal),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(Key) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    private static JsonWebKey PublicKey()
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(Key.ExportParameters(includePrivateParameters: false))) { KeyId = "1" });
        jwk.Alg = SecurityAlgorithms.EcdsaSha256;
        return jwk;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, IEnumerable<KeyValuePair<string, string>>? form = null)
    {
        using var request = new HttpRequestMessage(method, url) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        return await _host.CreateClient().SendAsync(request);
    }

    private async ValueTask<SignInOutcome> SignInAsync(HttpContext http) => _isSignedIn
        ? new SignInOutcome.Authenticated("alice") { AuthTime = _host.Clock.Now }
        : new SignInOutcome.Handled(new RedirectResult(
            SignInPage + Uri.EscapeDataString(await http.RequestServices.GetRequiredService<SignInReturn>().ReturnUrlAsync(http, http.RequestAborted))));

    /// <summary>As the template emits it, with a form that a program reads.</summary>
    private sealed class Asking(ConsentForm form) : IConsentPolicy
    {
        public async ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken) =>
            await form.ReadAsync(http, request, cancellationToken)
                ?? new ConsentOutcome.Handled(new JsonResult((await form.FieldsAsync(http, request, cancellationToken)).ToDictionary(field => field.Key, field => field.Value)));
    }
}
