using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore.Tests;

/// <summary>An API whose callers come from two issuers, each with a scheme and settings of its own.</summary>
public sealed class SeveralIssuersTests
{
    private const string Audience = "https://api.example";
    private const string Staff = "https://staff.example";

    private readonly List<IAsyncDisposable> _running = [];

    [TearDown]
    public async Task Stop()
    {
        foreach (var host in Enumerable.Reverse(_running))
        {
            await host.DisposeAsync();
        }

        _running.Clear();
    }

    [Test]
    public async Task Each_route_takes_the_tokens_of_its_issuer_alone()
    {
        var (customers, staff) = (await ServerAsync(TestHost.Issuer), await ServerAsync(Staff));
        var api = await ApiAsync(customers, staff);
        var (ofCustomers, ofStaff) = (await TokenAsync(customers), await TokenAsync(staff));
        Assert.That(
            (await StatusOf(api, "/orders", ofCustomers), await StatusOf(api, "/orders", ofStaff), await StatusOf(api, "/payroll", ofStaff),
                await StatusOf(api, "/payroll", ofCustomers)),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
        Assert.That(
            (await StatusOf(api, "/any", ofCustomers), await StatusOf(api, "/any", ofStaff)), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)), "both, where both are named");
    }

    [Test]
    public async Task Each_has_settings_of_its_own()
    {
        var (customers, staff) = (await ServerAsync(TestHost.Issuer), await ServerAsync(Staff));
        var api = await ApiAsync(customers, staff, configureStaff: scheme => scheme.RequireHttps = false);
        var plain = api.GetTestClient();
        Assert.That(
            (await StatusOf(plain, "/orders", await TokenAsync(customers)), await StatusOf(plain, "/payroll", await TokenAsync(staff))),
            Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.OK)));
    }

    [Test(Description = "RFC 9728 §2, authorization_servers")]
    public async Task The_metadata_names_both()
    {
        var api = await ApiAsync(await ServerAsync(TestHost.Issuer), await ServerAsync(Staff));
        var document = JsonElement.Parse(await Secure(api).GetStringAsync("/.well-known/oauth-protected-resource"));
        Assert.That(document.GetProperty("authorization_servers").EnumerateArray().Select(issuer => issuer.GetString()), Is.EqualTo((string[])[TestHost.Issuer, Staff]));
    }

    [TestCase("Authentication:Schemes:Staff:Isuer", "x", "Authentication:Schemes:Staff:Isuer is not an option")]
    [TestCase("Authentication:Schemes:Staff:Dpop:RequireNonces", "true", "Authentication:Schemes:Staff:Dpop:RequireNonces is not an option")]
    [TestCase("Authentication:Schemes:Staff:CheckRevocation", "sometimes", "it takes true or false")]
    [TestCase("Authentication:Schemes:Staff:Issuer", "http://elsewhere.example", "must be an https URL")]
    [TestCase("Authentication:Schemes:Staff:Audience", "api", "must be absolute URLs")]
    [TestCase("Attesto:TrustedProxy", "any", "Attesto:TrustedProxy is not an option")]
    public void A_setting_that_is_wrong_stops_the_start(string name, string value, string told) => Assert.That(
        async () => await ApiAsync(null, null, new() { [name] = value }),
        Throws.InstanceOf<OptionsValidationException>().With.Message.Contains(told));

    [Test]
    public void An_API_without_an_issuer_does_not_start() => Assert.That(
        async () => await StartAsync(services => services.AddAuthentication("Attesto").AddAttestoBearer("Attesto", scheme => scheme.Audience = Audience)),
        Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("no Issuer is set"));

    [Test]
    public async Task A_scheme_can_be_configured_without_code()
    {
        var staff = await ServerAsync(Staff);
        var api = await StartAsync(
            services =>
            {
                services.AddAuthentication("Staff").AddAttestoBearer("Staff");
                services.AddHttpClient(IssuerKeys.ClientName).ConfigurePrimaryHttpMessageHandler(staff.Server.CreateHandler);
            },
            new() { ["Authentication:Schemes:Staff:Issuer"] = Staff, ["Authentication:Schemes:Staff:Audiences:0"] = Audience });
        Assert.That(await StatusOf(api, "/payroll", await TokenAsync(staff)), Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task<TestHost> ServerAsync(string issuer)
    {
        var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Issuer"] = issuer });
        _running.Add(host);
        return host;
    }

    private Task<WebApplication> ApiAsync(
        TestHost? customers, TestHost? staff, Dictionary<string, string?>? configuration = null, Action<AttestoBearerOptions>? configureStaff = null) =>
        StartAsync(
            services =>
            {
                services.AddAuthentication()
                    .AddAttestoBearer("Customers", scheme => (scheme.Issuer, scheme.Audience) = (TestHost.Issuer, Audience))
                    .AddAttestoBearer("Staff", scheme =>
                    {
                        (scheme.Issuer, scheme.Audience) = (scheme.Issuer ?? Staff, scheme.Audience ?? Audience);
                        configureStaff?.Invoke(scheme);
                    });
                services.AddHttpClient(IssuerKeys.ClientName).ConfigurePrimaryHttpMessageHandler(() => new Web(customers!, staff!));
            },
            configuration);

    private async Task<WebApplication> StartAsync(Action<IServiceCollection> add, Dictionary<string, string?>? configuration = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = TestHost.Unwatched, ApplicationName = "Attesto.AspNetCore.Tests" });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(configuration ?? []);
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(new Attesto.Testing.FakeClock());
        builder.Services.AddAuthorization();
        add(builder.Services);
        var api = builder.Build();
        api.UseAuthentication();
        api.UseAuthorization();
        api.MapProtectedResourceMetadata();
        api.MapGet("/orders", Subject).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Customers" });
        api.MapGet("/payroll", Subject).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Staff" });
        api.MapGet("/any", Subject).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Customers,Staff" });
        _running.Add(api);
        await api.StartAsync();
        return api;
    }

    private static string Subject(HttpContext http) => http.GetAccessToken()!.Subject;

    private static async Task<string> TokenAsync(TestHost server)
    {
        using var answer = await server.PostAsync(
            "/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("scope", "read:reports"));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("access_token").GetString()!;
    }

    private static HttpClient Secure(WebApplication api) => new(api.GetTestServer().CreateHandler()) { BaseAddress = new Uri(Audience) };

    private static Task<HttpStatusCode> StatusOf(WebApplication api, string path, string token) => StatusOf(Secure(api), path, token);

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>The way to both issuers.</summary>
    private sealed class Web(TestHost customers, TestHost staff) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _customers = new(customers.Server.CreateHandler());
        private readonly HttpMessageInvoker _staff = new(staff.Server.CreateHandler());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.Host == new Uri(Staff).Host ? _staff : _customers).SendAsync(request, cancellationToken);
    }
}
