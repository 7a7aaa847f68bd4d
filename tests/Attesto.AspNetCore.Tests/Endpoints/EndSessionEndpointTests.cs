using System.Net;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore.Tests.Endpoints;

public sealed class EndSessionEndpointTests
{
    private static readonly Dictionary<string, string?> Enabled = new() { ["Attesto:Logout:Enabled"] = "true" };

    [TestCase("text/html", "id=\"logged-out\"")]
    [TestCase("application/json", "{\"status\":\"logged_out\"}")]
    public async Task Without_a_way_back_the_server_says_so(string accept, string expected)
    {
        await using var host = await Start(new TerminationOutcome.Cleared());
        using var response = await Send(host, HttpMethod.Get, "/oauth/end_session", accept);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(expected));
    }

    [TestCase("text/html", "id=\"logged-out\"")]
    [TestCase("application/json", "{\"status\":\"no_session\"}")]
    public async Task What_was_not_ended_is_not_said_to_be(string accept, string expected)
    {
        await using var host = await Start(new TerminationOutcome.NoSession());
        using var response = await Send(host, HttpMethod.Get, "/oauth/end_session", accept);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(expected));
    }

    [Test(Description = "RP-Initiated Logout §2: as AddOpenIdConnect sends it")]
    public async Task A_way_back_that_nobody_vouches_for_is_not_taken()
    {
        await using var host = await Start(new TerminationOutcome.Cleared());
        using var response = await Send(host, HttpMethod.Get, "/oauth/end_session", "text/html", ("post_logout_redirect_uri", "https://app.example/bye"), ("state", "s"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("id=\"logged-out\""));
    }

    [TestCase("GET", 302)]
    [TestCase("POST", 303)]
    public async Task A_registered_way_back_is_taken(string method, int status)
    {
        await using var host = await Start(new TerminationOutcome.Cleared());
        using var response =
            await Send(host, new HttpMethod(method), "/oauth/end_session", null, ("client_id", "web"), ("post_logout_redirect_uri", "https://app.example/bye"), ("state", "s"));
        Assert.That(((int)response.StatusCode, response.Headers.Location?.OriginalString), Is.EqualTo((status, "https://app.example/bye?state=s")));
    }

    [Test]
    public async Task Any_other_way_back_is_an_error_and_the_session_stays()
    {
        var asked = false;
        await using var host = await TestHost.StartAsync(
            attesto => attesto.UseLogout((_, _, _) =>
            {
                asked = true;
                return ValueTask.FromResult<TerminationOutcome>(new TerminationOutcome.Cleared());
            }),
            Enabled);
        using var response = await Send(host, HttpMethod.Get, "/oauth/end_session", "text/html", ("client_id", "web"), ("post_logout_redirect_uri", "https://evil.example/"));
        Assert.That((response.StatusCode, asked), Is.EqualTo((HttpStatusCode.BadRequest, false)));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("id=\"error-page\""));
    }

    [Test]
    public async Task A_host_may_ask_first()
    {
        await using var host = await Start(new TerminationOutcome.Handled(new ContentResult { Content = "really?" }));
        using var response = await Send(host, HttpMethod.Get, "/oauth/end_session", "text/html");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("really?"));
    }

    [Test]
    public async Task Logout_without_a_policy_stops_the_start() => Assert.That(
        (await Assert.CatchAsync(async () => await (await TestHost.StartAsync(configuration: Enabled)).DisposeAsync()))!.Message,
        Does.Contain("No ILogoutPolicy is registered").And.Contains("AddLogoutPolicy<T>()"));

    private static Task<TestHost> Start(TerminationOutcome outcome) => TestHost.StartAsync(
        attesto => attesto.UseLogout((_, _, _) => ValueTask.FromResult(outcome)), Enabled);

    private static Task<HttpResponseMessage> Send(TestHost host, HttpMethod method, string path, string? accept, params (string Name, string Value)[] parameters)
    {
        var pairs = parameters.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        var query = string.Join('&', pairs.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var request = new HttpRequestMessage(method, method == HttpMethod.Get ? $"{path}?{query}" : path);
        request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent(pairs) : null;
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        return host.CreateClient().SendAsync(request);
    }
}
