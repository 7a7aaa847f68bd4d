using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.AspNetCore.Tests.Interaction;

/// <summary>Who has agreed is not asked again for the same or for less, and is asked for anything else.</summary>
public sealed class ConsentMemoryTests
{
    private const string Native = "com.example.app:/cb";
    private const string Loopback = "http://127.0.0.1:7000/cb";
    private const string Site = "https://app.example/cb";

    private static readonly Dictionary<string, Client> Clients = new Client[]
    {
        new() { Id = "web", Secrets = [ClientSecret.Of(TestHost.Secret)], RedirectUris = [Site] },
        new() { Id = "other", Secrets = [ClientSecret.Of(TestHost.Secret)], RedirectUris = [Site] },
        new() { Id = "never", Secrets = [ClientSecret.Of(TestHost.Secret)], RedirectUris = [Site], RememberConsent = false },
        new() { Id = "spa", IsPublic = true, RedirectUris = [Site] },
        new() { Id = "native", IsPublic = true, RedirectUris = [Native, Loopback], ApplicationType = ApplicationType.Native },
        new() { Id = "trusted", IsPublic = true, RedirectUris = [Native], ApplicationType = ApplicationType.Native, RememberConsent = true },
        new() { Id = "choice", Secrets = [ClientSecret.Of(TestHost.Secret)], RedirectUris = [Site], AllowPartialConsent = true },
    }.ToDictionary(client => client.Id, client => TestHost.Everything(client) with { AllowedResources = ["https://files.example"] }, StringComparer.Ordinal);

    private TestHost _host = null!;
    private string _person = "";

    [OneTimeSetUp]
    public async Task Start() => _host = await StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [SetUp]
    public void SetUp() => _person = Secret.NewId();

    [TestCase("openid email", Description = "the same")]
    [TestCase("email openid")]
    [TestCase("openid", Description = "less")]
    public async Task Who_has_agreed_is_not_asked_again(string scope)
    {
        await AgreeAsync("web", "openid email");
        Assert.That((await AskAsync("web", scope)).Code, Is.Not.Null);
        Assert.That((await AskAsync("web", scope, ("prompt", "none"))).Code, Is.Not.Null);
    }

    [Test]
    public async Task Before_anybody_has_agreed_a_silent_request_says_so() =>
        Assert.That((await AskAsync("web", "openid", ("prompt", "none"))).Error, Is.EqualTo("consent_required"));

    [TestCase("web", "openid profile", null, null, Description = "more scope")]
    [TestCase("web", "openid", "resource", "https://files.example", Description = "at another resource")]
    [TestCase("web", "openid", "claims", """{"userinfo":{"name":null}}""", Description = "a claim by name")]
    [TestCase("web", "openid", "prompt", "consent", Description = "OpenID Connect Core §3.1.2.1")]
    [TestCase("web", "openid", "prompt", "login consent")]
    [TestCase("other", "openid", null, null)]
    public async Task Anything_else_is_asked(string client, string scope, string? name, string? value)
    {
        await AgreeAsync("web", "openid email");
        Assert.That((await AskAsync(client, scope, name is null ? [] : [(name, value!)])).Form, Is.Not.Null);
    }

    [Test]
    public async Task Somebody_else_is_asked()
    {
        await AgreeAsync("web", "openid");
        _person = Secret.NewId();
        Assert.That((await AskAsync("web", "openid")).Form, Is.Not.Null);
    }

    [Test]
    public async Task What_was_agreed_to_on_two_pages_is_remembered_together()
    {
        await AgreeAsync("web", "openid email");
        await AgreeAsync("web", "profile", ("claims", """{"userinfo":{"phone_number":null}}"""));
        Assert.That((await AskAsync("web", "openid email profile", ("claims", """{"userinfo":{"phone_number":null}}"""))).Code, Is.Not.Null);
    }

    [TestCase("native", Native, false, Description = "RFC 8252 §8.6")]
    [TestCase("native", Loopback, false, Description = "RFC 8252 §8.6")]
    [TestCase("trusted", Native, true, Description = "the host allows it")]
    [TestCase("spa", Site, true, Description = "a site's address belongs to somebody")]
    [TestCase("never", Site, false)]
    public async Task A_client_that_any_program_could_pass_for_asks_every_time(string client, string redirectUri, bool isRemembered)
    {
        await AgreeAsync(client, "openid", ("redirect_uri", redirectUri));
        Assert.That((await AskAsync(client, "openid", ("redirect_uri", redirectUri))).Code is not null, Is.EqualTo(isRemembered));
    }

    [Test]
    public async Task A_consent_is_asked_for_again_after_its_time_whatever_was_added_to_it()
    {
        await using var host = await StartAsync(new() { ["Attesto:Authorization:RememberConsentFor"] = "10.00:00:00" });
        await AgreeAsync(host, "web", "openid email");
        host.Clock.Advance(TimeSpan.FromDays(9));
        Assert.That((await AskAsync(host, "web", "openid email")).Code, Is.Not.Null);
        await AgreeAsync(host, "web", "profile");
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That((await AskAsync(host, "web", "openid email")).Form, Is.Not.Null);
        await AgreeAsync(host, "web", "openid email");
        host.Clock.Advance(TimeSpan.FromDays(9));
        Assert.That((await AskAsync(host, "web", "openid email")).Code, Is.Not.Null);
    }

    [TestCase("00:00:00", true)]
    [TestCase("90.00:00:00", false)]
    public async Task Nothing_is_remembered_without_a_time_or_a_store(string time, bool hasStore)
    {
        await using var host = await StartAsync(new() { ["Attesto:Authorization:RememberConsentFor"] = time }, hasStore);
        await AgreeAsync(host, "web", "openid");
        Assert.That((await AskAsync(host, "web", "openid")).Form, Is.Not.Null);
    }

    [Test(Description = "RFC 6749 §3.3: the token response says what was granted")]
    public async Task A_part_is_granted_told_and_remembered_where_the_client_allows_it()
    {
        var granted = await AgreeAsync("choice", "openid email profile", (ConsentForm.FieldOf("email"), "1"), (ConsentForm.FieldOf("read:reports"), "1"));
        Assert.That(await ScopeOfAsync(granted, "choice"), Is.EqualTo("openid email"));
        Assert.That((await AskAsync("choice", "openid email")).Code, Is.Not.Null);
        Assert.That((await AskAsync("choice", "openid email profile")).Form, Is.Not.Null, "what was left out is asked for again");

        await AgreeAsync("choice", "openid email profile", (ConsentForm.FieldOf("profile"), "1"));
        Assert.That((await AskAsync("choice", "openid email")).Form, Is.Not.Null, "what the newest page left out is forgotten");
        Assert.That((await AskAsync("choice", "openid profile")).Code, Is.Not.Null);
    }

    [Test]
    public async Task Who_ticks_nothing_gives_nothing()
    {
        Assert.That(await ScopeOfAsync(await AgreeAsync("choice", "openid email"), "choice"), Is.EqualTo("openid"));
        Assert.That((await DecideAsync(_host, (await AskAsync("choice", "email")).Form!, "authorize")).Error, Is.EqualTo("access_denied"));
    }

    [Test]
    public async Task Where_the_client_takes_all_or_nothing_the_boxes_do_not_count() =>
        Assert.That(await ScopeOfAsync(await AgreeAsync("web", "openid email", (ConsentForm.FieldOf("email"), "1")), "web"), Is.EqualTo("openid email"));

    [Test]
    public async Task A_refused_form_is_not_answered_from_memory()
    {
        await AgreeAsync("web", "openid");
        var form = (await AskAsync("web", "openid", ("prompt", "consent"))).Form!;
        form["consent_grant"] = new string('x', 43);
        form["prompt"] = "login"; // altered, so that memory would answer it
        Assert.That((await DecideAsync(_host, form, "deny")).Form, Is.Not.Null);
    }

    [Test]
    public async Task A_refusal_is_not_remembered()
    {
        Assert.That((await DecideAsync(_host, (await AskAsync("web", "openid")).Form!, "deny")).Error, Is.EqualTo("access_denied"));
        Assert.That((await AskAsync("web", "openid")).Form, Is.Not.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task It_is_forgotten_with_everything_else_that_is_ended(bool atOneClient)
    {
        await AgreeAsync("web", "openid");
        await using var scope = _host.App.Services.CreateAsyncScope();
        var terminator = scope.ServiceProvider.GetRequiredService<IAuthorizationTerminator>();
        Assert.That((await terminator.EndAsync(new GrantFilter { Subject = _person, SessionId = "sid" }, default)).Consents, Is.Zero, "a session is no consent");
        Assert.That((await AskAsync("web", "openid")).Code, Is.Not.Null);
        Assert.That((await terminator.EndAsync(new GrantFilter { Subject = _person, ClientId = atOneClient ? "web" : null }, default)).Consents, Is.EqualTo(1));
        Assert.That((await AskAsync("web", "openid")).Form, Is.Not.Null);
    }

    private Task<TestHost> StartAsync(Dictionary<string, string?>? configuration = null, bool hasStore = true) => TestHost.StartAsync(
        attesto =>
        {
            attesto.AddConsentPolicy<Remembering>()
                .UseClients((id, _) => ValueTask.FromResult(Clients.GetValueOrDefault(id)))
                .UseSignIn((_, _, _) => ValueTask.FromResult<SignInOutcome>(new SignInOutcome.Authenticated(_person)));
            if (!hasStore)
            {
                attesto.Services.RemoveAll<IConsentStore>();
            }
        },
        new Dictionary<string, string?>(configuration ?? [])
        {
            ["Attesto:Scopes:Supported:1"] = "email",
            ["Attesto:Scopes:Supported:2"] = "profile",
            ["Attesto:Scopes:Supported:3"] = "phone",
            ["Attesto:Resources:Supported:0"] = "https://files.example",
            ["Attesto:Claims:ParameterSupported"] = "true",
        });

    private Task<Answer> AskAsync(string client, string scope, params (string, string)[] more) => AskAsync(_host, client, scope, more);

    private static async Task<Answer> AskAsync(TestHost host, string client, string scope, params (string Name, string Value)[] more)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = client,
            ["response_type"] = "code",
            ["redirect_uri"] = Site,
            ["scope"] = scope,
            ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in more)
        {
            query[name] = value;
        }

        using var response = await host.CreateClient().GetAsync(QueryHelpers.AddQueryString("/oauth/authorize", query));
        return await Answer.OfAsync(response);
    }

    private Task<string> AgreeAsync(string client, string scope, params (string, string)[] more) => AgreeAsync(_host, client, scope, more);

    // Boxes are fields of the form; all else is the request's.
    private static async Task<string> AgreeAsync(TestHost host, string client, string scope, params (string Name, string Value)[] more)
    {
        var boxes = more.Where(field => field.Name.StartsWith("consent_scope.", StringComparison.Ordinal)).ToList();
        var form = (await AskAsync(host, client, scope, [.. more.Except(boxes)])).Form ?? throw new AssertionException("nobody was asked");
        foreach (var (name, value) in boxes)
        {
            form[name] = value;
        }

        return (await DecideAsync(host, form, "authorize")).Code ?? throw new AssertionException("no code came");
    }

    private static async Task<Answer> DecideAsync(TestHost host, Dictionary<string, string> form, string decision)
    {
        using var response = await host.CreateClient().PostAsync("/oauth/authorize", new FormUrlEncodedContent([.. form, KeyValuePair.Create("decision", decision)]));
        return await Answer.OfAsync(response);
    }

    private async Task<string?> ScopeOfAsync(string code, string client)
    {
        using var response = await _host.PostAsync(
            "/oauth/token",
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Site), ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            ("client_id", client), ("client_secret", TestHost.Secret));
        var json = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), json.ToString());
        return json.GetProperty("scope").GetString();
    }

    /// <summary>What the browser got: the consent page's form, or what the client is sent.</summary>
    private sealed record Answer(Dictionary<string, string>? Form, string? Code, string? Error)
    {
        public static async Task<Answer> OfAsync(HttpResponseMessage response)
        {
            if (response.Headers.Location is null)
            {
                return new(JsonSerializer.Deserialize<Dictionary<string, string>>(await response.Content.ReadAsStringAsync()), null, null);
            }

            var sent = QueryHelpers.ParseQuery(response.Headers.Location.OriginalString.Split('?')[1]);
            return new(null, sent.TryGetValue("code", out var code) ? (string?)code : null, sent.TryGetValue("error", out var error) ? (string?)error : null);
        }
    }

    /// <summary>As the template emits it, with a form that a program reads.</summary>
    private sealed class Remembering(ConsentForm form, ConsentMemory memory) : IConsentPolicy
    {
        public async ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken) =>
            await form.ReadAsync(http, request, cancellationToken) ?? await memory.FindAsync(http, request, cancellationToken)
                ?? new ConsentOutcome.Handled(new JsonResult((await form.FieldsAsync(http, request, cancellationToken)).ToDictionary(field => field.Key, field => field.Value)));
    }
}
