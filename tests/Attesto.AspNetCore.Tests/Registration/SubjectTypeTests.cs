using System.Collections.Concurrent;
using System.Text;
using Attesto.Outbound;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Registration;

/// <summary>Clients that register for pairwise subjects and signed UserInfo (OpenID Connect Registration §2, §5).</summary>
public sealed class SubjectTypeTests
{
    private const string Sector = "https://sector.example/redirects.json";

    private readonly Sites _sites = new();
    private RegistrationHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await RegistrationHost.StartAsync(
        attesto =>
        {
            attesto.Services.AddSingleton<IOutboundClient>(_sites);
            attesto.Services.Configure<AttestoOptions>(options => options.Subjects.PairwiseSalt = "0123456789abcdef0123456789abcdef");
        });

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test(Description = "OpenID Connect Discovery §3")]
    public async Task Discovery_says_what_can_be_had()
    {
        var discovery = (await _host.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Body!;
        Assert.That(discovery["subject_types_supported"].GetRawText(), Is.EqualTo("""["public","pairwise"]"""));
        Assert.That(discovery["userinfo_signing_alg_values_supported"].GetRawText(), Is.EqualTo(discovery["id_token_signing_alg_values_supported"].GetRawText()));
    }

    [Test]
    public async Task What_was_asked_is_registered_and_told()
    {
        var algorithm = (await _host.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Body!["userinfo_signing_alg_values_supported"][0].GetString();
        var answer = await _host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],"subject_type":"pairwise","userinfo_signed_response_alg":"{{algorithm}}"}""");
        Assert.That((answer.Status, answer["subject_type"], answer["userinfo_signed_response_alg"]), Is.EqualTo((201, "pairwise", algorithm)), answer.ToString());

        await using var scope = _host.Host.App.Services.CreateAsyncScope();
        var client = await scope.ServiceProvider.GetRequiredService<IClientStore>().FindAsync(answer["client_id"]!, CancellationToken.None);
        Assert.That((client!.SubjectType, client.UserInfoSignedResponseAlg), Is.EqualTo((SubjectType.Pairwise, algorithm)));
    }

    [TestCase("""["https://one.example/cb","https://two.example/cb","https://more.example/"]""", null)]
    [TestCase("""["https://one.example/cb"]""", "https://two.example/cb", Description = "not every redirect URI is listed")]
    [TestCase("""{"redirect_uris":[]}""", "JSON array")]
    [TestCase("""["https://one.example/cb","https://two.example/cb",1]""", "JSON array")]
    [TestCase("<html>", "JSON array")]
    [TestCase(null, "JSON array", Description = "nothing there")]
    public async Task The_sector_must_list_every_redirect_URI(string? document, string? fault)
    {
        _sites.Clear();
        if (document is not null)
        {
            _sites[Sector] = document;
        }

        var answer = await _host.RegisterAsync($$"""
            {"redirect_uris":["https://one.example/cb","https://two.example/cb"],"subject_type":"pairwise","sector_identifier_uri":"{{Sector}}"}
            """);
        Assert.That((answer.Status, answer["error"]), Is.EqualTo(fault is null ? (201, null) : (400, "invalid_client_metadata")), answer.ToString());
        Assert.That(answer["error_description"] ?? "", Does.Contain(fault ?? ""));
    }

    [TestCase("\"subject_type\":\"pairwise\"", "sector_identifier_uri", Description = "two hosts and no sector")]
    [TestCase("\"subject_type\":\"secret\"", "subject_type")]
    [TestCase("\"sector_identifier_uri\":\"http://sector.example/redirects.json\"", "sector_identifier_uri")]
    [TestCase("\"sector_identifier_uri\":\"https://user@sector.example/redirects.json\"", "sector_identifier_uri")]
    [TestCase("\"userinfo_signed_response_alg\":\"none\"", "userinfo_signed_response_alg")]
    [TestCase("\"userinfo_signed_response_alg\":\"HS256\"", "userinfo_signed_response_alg")]
    public async Task What_cannot_be_had_is_refused_by_name(string member, string name)
    {
        var answer = await _host.RegisterAsync($$"""{"redirect_uris":["https://one.example/cb","https://two.example/cb"],{{member}}}""");
        Assert.That((answer.Status, answer["error"]), Is.EqualTo((400, "invalid_client_metadata")), answer.ToString());
        Assert.That(answer["error_description"], Does.StartWith(name));
    }

    private sealed class Sites : ConcurrentDictionary<string, string>, IOutboundClient
    {
        public Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken) => Task.FromResult<OutboundAnswer>(
            TryGetValue(request.Url, out var page)
                ? new OutboundAnswer.Answered(200, "application/json", Encoding.UTF8.GetBytes(page), null)
                : new OutboundAnswer.Failed(OutboundFault.Unresolvable));
    }
}
