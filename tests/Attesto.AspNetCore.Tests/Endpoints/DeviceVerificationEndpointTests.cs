using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attesto.Policies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Endpoints;

public sealed class DeviceVerificationEndpointTests
{
    private const string Page = "/oauth/device_verification";

    private static readonly Dictionary<string, string?> Enabled = new() { ["Attesto:Device:Enabled"] = "true" };

    [TestCase("approve", "device-approved")]
    [TestCase("deny", "device-denied")]
    public async Task The_person_decides_by_the_form_that_the_server_made(string decision, string page)
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        var code = await StartDevice(host);
        var (html, cookie, token) = await OpenForm(host, code);
        Assert.That(html, Does.Contain($"value=\"{code}\"").And.Contains("<b>web</b>").And.Contains("id=\"device-approve\"").And.Contains("id=\"device-deny\""));
        using var decided = await Send(host, HttpMethod.Post, Page, cookie, ("user_code", code), ("decision", decision), ("__RequestVerificationToken", token));
        Assert.That(await decided.Content.ReadAsStringAsync(), Does.Contain($"id=\"{page}\""));
        using var again = await Send(host, HttpMethod.Post, Page, cookie, ("user_code", code), ("decision", "approve"), ("__RequestVerificationToken", token));
        Assert.That(await again.Content.ReadAsStringAsync(), Does.Contain("device-invalid"), "decided once");
    }

    [Test]
    public async Task A_decision_that_another_site_posts_is_refused()
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        var code = await StartDevice(host);
        using var forged = await Send(host, HttpMethod.Post, Page, null, ("user_code", code), ("decision", "approve"));
        Assert.That(forged.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        using var page = await Send(host, HttpMethod.Get, $"{Page}?user_code={code}", null);
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("<b>web</b>").And.Not.Contain("device-invalid"), "still pending");
    }

    [Test(Description = "RFC 8628 §3.3: a link must not decide")]
    public async Task A_get_never_decides()
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        var code = await StartDevice(host);
        using var response = await host.CreateClient().GetAsync($"{Page}?user_code={code}&decision=approve");
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.That((body.GetProperty("stage").GetString(), body.GetProperty("user_code").GetString()), Is.EqualTo(("prompt", code)));
        using var poll = await host.PostAsync("/oauth/token", ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", _deviceCode!), ("client_id", "web"), ("client_secret", TestHost.Secret));
        Assert.That(await poll.Content.ReadAsStringAsync(), Does.Contain("authorization_pending"));
    }

    [TestCase("?user_code=%zz", HttpStatusCode.OK, Description = "HttpClient repairs it; an unknown code")]
    [TestCase("?user_code=BCDF-GHJK", HttpStatusCode.OK)]
    [TestCase("?user_code=a&user_code=b", HttpStatusCode.BadRequest)]
    public async Task Odd_codes_are_answered_calmly(string query, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        using var response = await host.CreateClient().GetAsync(Page + query);
        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Nobody_decides_unless_signed_in_and_the_way_back_carries_the_code_alone()
    {
        await using var host = await TestHost.StartAsync(
            attesto => attesto.UseSignIn(async (http, _, token) =>
                new SignInOutcome.TookOver(new RedirectResult(await http.RequestServices.GetRequiredService<SignInReturn>().ReturnUrlAsync(http, token)))),
            Enabled);
        var code = await StartDevice(host);
        using var response = await Send(host, HttpMethod.Post, Page, null, ("user_code", code), ("decision", "approve"), ("__RequestVerificationToken", "x"));
        Assert.That(response.Headers.Location!.OriginalString, Does.StartWith($"{Page}?user_code={code}&attesto_signin=").And.Not.Contain("decision").And.Not.Contain("__RequestVerificationToken"));
    }

    private string? _deviceCode;

    private async Task<string> StartDevice(TestHost host)
    {
        using var response = await host.PostAsync("/oauth/device_authorization", ("client_id", "web"), ("client_secret", TestHost.Secret), ("scope", "read:reports"));
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body.ToString());
        _deviceCode = body.GetProperty("device_code").GetString();
        return body.GetProperty("user_code").GetString()!;
    }

    private static async Task<(string Html, string Cookie, string Token)> OpenForm(TestHost host, string code)
    {
        using var response = await Send(host, HttpMethod.Get, $"{Page}?user_code={code}", null);
        var html = await response.Content.ReadAsStringAsync();
        return (html, response.Headers.GetValues("Set-Cookie").Single().Split(';')[0], Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value);
    }

    private static Task<HttpResponseMessage> Send(TestHost host, HttpMethod method, string url, string? cookie, params (string Name, string Value)[] form)
    {
        var request = new HttpRequestMessage(method, url) { Headers = { { "Accept", "text/html" } } };
        request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) : null;
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return host.CreateClient().SendAsync(request);
    }
}
