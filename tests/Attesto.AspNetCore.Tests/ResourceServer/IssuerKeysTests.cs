using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Attesto.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore.Tests.ResourceServer;

public sealed class IssuerKeysTests
{
    private const string Issuer = "https://auth.example";
    private const string MetadataUrl = Issuer + "/.well-known/oauth-authorization-server";
    private const string JwksUrl = Issuer + "/keys";

    private readonly FakeClock _clock = new();
    private readonly IssuerServer _server = new();

    [Test]
    public async Task A_flood_of_unknown_kids_fetches_once_a_minute()
    {
        using var keys = Open();
        await keys.FindAsync("first", default);
        var before = _server.Requests;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => keys.FindAsync($"kid-{i}", default).AsTask()));
        Assert.That(_server.Requests, Is.EqualTo(before), "within the minute nothing is fetched");

        _clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => keys.FindAsync($"kid-{i}", default).AsTask()));
        Assert.That(_server.Requests, Is.EqualTo(before + 2), "after it the metadata and the key set, once");
    }

    [Test]
    public async Task A_key_that_appears_is_found_without_a_restart()
    {
        using var keys = Open();
        Assert.That(await keys.FindAsync("next", default), Is.Empty);

        _server.KeyIds = ["first", "next"];
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await keys.FindAsync("next", default)).Select(key => key.KeyId), Is.EqualTo(new[] { "next" }));
    }

    [Test]
    public async Task An_issuer_that_is_down_does_not_take_the_api_with_it_for_a_day()
    {
        using var keys = Open();
        Assert.That(await keys.FindAsync("first", default), Is.Not.Empty);

        _server.Status = HttpStatusCode.ServiceUnavailable;
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.That(await keys.FindAsync("first", default), Is.Not.Empty);

        _clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await keys.FindAsync("first", default), Is.Empty, "keys of yesterday are not trusted for ever");
    }

    [Test(Description = "RFC 8414 §3.3")]
    public async Task Metadata_of_another_issuer_is_not_used()
    {
        _server.Issuer = "https://evil.example";
        using var keys = Open();
        Assert.That(await keys.FindAsync("first", default), Is.Empty);
    }

    private IssuerKeys Open() => new(_server, Options.Create(new AttestoOptions { Issuer = Issuer }), _clock, NullLogger<IssuerKeys>.Instance);

    private sealed class IssuerServer : HttpMessageHandler, IHttpClientFactory
    {
        private readonly string _point = Point();
        private int _requests;

        public int Requests => _requests;

        public string Issuer { get; set; } = IssuerKeysTests.Issuer;

        public string[] KeyIds { get; set; } = ["first"];

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            await Task.Yield(); // give waiting callers the chance to pile up
            return new HttpResponseMessage(Status)
            {
                Content = new StringContent(request.RequestUri!.AbsoluteUri switch
                {
                    MetadataUrl => $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{JwksUrl}}"}""",
                    JwksUrl => $$"""{"keys":[{{string.Join(',', KeyIds.Select(id => $$"""{"kty":"EC","crv":"P-256",{{_point}},"kid":"{{id}}"}"""))}}]}""",
                    _ => throw new InvalidOperationException($"nobody asked for {request.RequestUri}"),
                }),
            };
        }

        private static string Point()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return $"\"x\":\"{Base64Url.EncodeToString(point.X)}\",\"y\":\"{Base64Url.EncodeToString(point.Y)}\"";
        }
    }
}
