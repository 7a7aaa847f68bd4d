using Attesto.Outbound;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests.ClientIdMetadata;

/// <summary>Whoever names clients that nobody knows has somebody else's server called: by default 100 times a minute, whatever the endpoint.</summary>
public sealed class DocumentLimitTests
{
    private const string Known = "https://client.example/known";

    [Test]
    public async Task One_address_has_a_hundred_documents_fetched_and_the_log_says_so_once()
    {
        var (log, fetched) = (new Lines(), new Fetched());
        await using var host = await StartAsync(fetched, log);
        await AskAsync(host, "203.0.113.9", Known);
        var answers = new List<int>();
        for (var i = 0; i < 103; i++)
        {
            answers.Add((await AskAsync(host, "203.0.113.1", $"https://client.example/{i}")).Status);
        }

        Assert.That(answers.Count(status => status == 400), Is.EqualTo(100));
        Assert.That(answers.Skip(100), Is.All.EqualTo(429));
        Assert.That(fetched.Count, Is.EqualTo(101));
        Assert.That(
            log.Written.Count(line => line.StartsWith("203.0.113.1 made more than 100", StringComparison.Ordinal) && line.Contains("ClientMetadataDocuments")), Is.EqualTo(1));
        Assert.That((await AskAsync(host, "203.0.113.1", Known)).Status, Is.EqualTo(302), "what is known is not fetched");
        Assert.That((await AskAsync(host, "203.0.113.1", "https://client.example/0")).Status, Is.EqualTo(400), "nor is what was not there a moment ago");
        Assert.That((await AskAsync(host, "203.0.113.2", "https://client.example/a")).Status, Is.EqualTo(400), "another address");
    }

    [Test]
    public async Task It_counts_wherever_a_client_is_named_and_by_subscriber()
    {
        var fetched = new Fetched();
        await using var host = await StartAsync(fetched, limit: "1");
        await AskAsync(host, "2001:db8:0:1::1", "https://client.example/first");
        foreach (var (path, form) in new (string, string?)[]
        {
            (Authorize("https://client.example/a"), null),
            ("/oauth/par", "response_type=code&client_id=https%3A%2F%2Fclient.example%2Fb"),
            ("/oauth/token", "grant_type=authorization_code&code=x&client_id=https%3A%2F%2Fclient.example%2Fc"),
            ("/oauth/device_authorization", "client_id=https%3A%2F%2Fclient.example%2Fd"),
            ("/oauth/end_session?client_id=https%3A%2F%2Fclient.example%2Fe", null),
            ("/document-limit-page?returnUrl=" + Uri.EscapeDataString($"{Authorize("https://client.example/f")}&attesto_signin=x"), null),
        })
        {
            var (status, wait) = await SendAsync(host, "2001:db8:0:1:ffff::2", path, form);
            Assert.That((status, wait > TimeSpan.Zero && wait <= TimeSpan.FromMinutes(1)), Is.EqualTo((429, true)), path);
        }

        Assert.That(fetched.Count, Is.EqualTo(1));
        Assert.That((await AskAsync(host, "2001:db8:0:2::1", "https://client.example/g")).Status, Is.EqualTo(400));
    }

    private static Task<TestHost> StartAsync(Fetched fetched, Lines? log = null, string? limit = null) => TestHost.StartAsync(
        attesto =>
        {
            attesto.UseLogout((_, _, _) => ValueTask.FromResult<TerminationOutcome>(new TerminationOutcome.NoSession())).Services.AddSingleton<IOutboundClient>(fetched);
            _ = log is null ? attesto.Services : attesto.Services.AddSingleton<ILoggerProvider>(log);
        },
        new(new Dictionary<string, string?>
        {
            ["Attesto:ClientIdMetadata:Enabled"] = "true",
            ["Attesto:Device:Enabled"] = "true",
            ["Attesto:Logout:Enabled"] = "true",
            ["Attesto:TrustedProxies"] = "any",
        }.Concat(limit is null ? [] : [KeyValuePair.Create<string, string?>("Attesto:RateLimits:ClientMetadataDocuments", limit)])));

    private static Task<(int Status, TimeSpan? RetryAfter)> AskAsync(TestHost host, string address, string clientId) => SendAsync(host, address, Authorize(clientId), form: null);

    private static string Authorize(string clientId) =>
        $"/oauth/authorize?client_id={Uri.EscapeDataString(clientId)}&response_type=code&redirect_uri=https%3A%2F%2Fclient.example%2Fcb"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    private static async Task<(int Status, TimeSpan? RetryAfter)> SendAsync(TestHost host, string address, string path, string? form)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Content = form is null ? null : new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        request.Headers.Add("X-Forwarded-For", address);
        using var response = await host.CreateClient().SendAsync(request);
        return ((int)response.StatusCode, response.Headers.RetryAfter?.Delta);
    }

    private sealed class Fetched : IOutboundClient
    {
        private int _count;

        public int Count => _count;

        public Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Task.FromResult<OutboundAnswer>(request.Url is Known
                ? new OutboundAnswer.Answered(
                    200,
                    "application/json",
                    """{"client_id":"https://client.example/known","client_name":"A","redirect_uris":["https://client.example/cb"]}"""u8.ToArray(),
                    TimeSpan.FromHours(1))
                : new OutboundAnswer.Failed(OutboundFault.Unresolvable));
        }
    }
}

/// <summary>A sign-in page, which says who asks.</summary>
[Microsoft.AspNetCore.Mvc.Route("document-limit-page"), AttestoPage]
public sealed class DocumentLimitPageController(SignInReturn signInReturn) : Microsoft.AspNetCore.Mvc.ControllerBase
{
    [Microsoft.AspNetCore.Mvc.HttpGet]
    public async Task<string?> Show(string? returnUrl, CancellationToken cancellationToken) =>
        (await signInReturn.OpenAsync(HttpContext, returnUrl, cancellationToken))?.Client?.Name;
}
