using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Endpoints;

public sealed class DeviceVerificationEndpointTests
{
    private const string Page = "/oauth/device_verification";

    private static readonly Dictionary<string, string?> Enabled = new() { ["Attesto:Device:Enabled"] = "true" };

    [TestCase("approve", "device-approved")]
    [TestCase("deny", "device-denied")]
    public async Task The_person_decides_by_the_form_that_the_server_made_and_is_told_it_again(string decision, string page)
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        var code = await StartDevice(host);
        var form = await OpenForm(host, $"?user_code={code}");
        Assert.That(form.Html, Does.Contain($"value=\"{code}\"").And.Contains("<b>web</b>").And.Contains("id=\"device-approve\"").And.Contains("id=\"device-deny\""));
        Assert.That(await Submit(host, form, ("decision", decision)), Does.Contain($"id=\"{page}\""));
        Assert.That(await Submit(host, form, ("decision", decision)), Does.Contain($"id=\"{page}\""), "the second click, or a reload");
        Assert.That(await Submit(host, form, ("decision", "approve")), Does.Contain($"id=\"{page}\""), "decided once");
    }

    [Test(Description = "RFC 8628 §3.3, §5.4: who asks is shown before anybody approves")]
    public async Task A_typed_code_leads_to_the_page_that_names_the_client()
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        var code = await StartDevice(host);
        var entry = await OpenForm(host, "");
        Assert.That(entry.Html, Does.Contain("name=\"user_code\"").And.Contain("id=\"device-approve\"").And.Not.Contain("web"));

        var confirmation = await Submit(host, entry, ("user_code", $"{code.ToLowerInvariant()}:"), ("decision", "approve"));
        Assert.That(confirmation, Does.Contain("<b>web</b>").And.Contain(code).And.Contain("just now").And.Not.Contain("device-approved"));
        Assert.That(await PollAsync(host), Does.Contain("authorization_pending"), "one step does not approve");

        Assert.That(await Submit(host, entry with { Html = confirmation }, ("decision", "approve")), Does.Contain("id=\"device-approved\""));
        Assert.That(await PollAsync(host), Does.Contain("access_token"));
    }

    [Test]
    public async Task A_confirmation_is_good_for_its_own_device_only()
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        var first = await StartDevice(host);
        var form = await OpenForm(host, $"?user_code={first}");
        var second = await StartDevice(host);
        foreach (var confirmation in new[] { Field(form.Html, "confirmation"), "forged", "" })
        {
            var page = await Submit(host, form, ("user_code", second), ("confirmation", confirmation), ("decision", "approve"));
            Assert.That(page, Does.Contain(second).And.Contain("<b>web</b>").And.Not.Contain("device-approved"));
        }
    }

    [Test]
    public async Task Who_guesses_is_told_to_wait()
    {
        await using var host = await TestHost.StartAsync(configuration: new(Enabled) { ["Attesto:Device:MaxGuesses"] = "1" });
        using var wrong = await Send(host, HttpMethod.Get, $"{Page}?user_code=BCDF-GHJK", null);
        Assert.That(await wrong.Content.ReadAsStringAsync(), Does.Contain("device-invalid"));
        using var stopped = await Send(host, HttpMethod.Get, $"{Page}?user_code=BCDF-GHJK", null);
        Assert.That((stopped.StatusCode, stopped.Headers.RetryAfter?.Delta > TimeSpan.Zero), Is.EqualTo((HttpStatusCode.TooManyRequests, true)));
        Assert.That(await stopped.Content.ReadAsStringAsync(), Does.Contain("device-throttled"));
    }

    [Test]
    public async Task A_cancelled_sign_in_connects_nothing_and_says_so()
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        using var response = await Send(host, HttpMethod.Get, $"{Page}?user_code=BCDF-GHJK&attesto_signin=cancelled", null);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("access_denied").And.Contain("no device was connected"));
    }

    [Test]
    public async Task A_decision_that_another_site_posts_is_refused()
    {
        await using var host = await TestHost.StartAsync(configuration: Enabled);
        var code = await StartDevice(host);
        using var forged = await Send(host, HttpMethod.Post, Page, null, ("user_code", code), ("decision", "approve"));
        Assert.That(forged.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await forged.Content.ReadAsStringAsync(), Does.Contain("device-retry").And.Contain("<b>web</b>"), "a form that is too old is shown again");
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
        Assert.That((body.GetProperty("stage").GetString(), body.GetProperty("user_code").GetString()), Is.EqualTo(("confirm", code)));
        Assert.That(await PollAsync(host), Does.Contain("authorization_pending"));
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
                new SignInOutcome.Handled(new RedirectResult(await http.RequestServices.GetRequiredService<SignInReturn>().ReturnUrlAsync(http, token)))),
            Enabled);
        var code = await StartDevice(host);
        using var response = await Send(host, HttpMethod.Post, Page, null, ("user_code", code), ("decision", "approve"), ("__RequestVerificationToken", "x"));
        Assert.That(response.Headers.Location!.OriginalString,
            Does.StartWith($"{Page}?user_code={code}&attesto_signin=").And.Not.Contain("decision").And.Not.Contain("__RequestVerificationToken"));
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

    private async Task<string> PollAsync(TestHost host)
    {
        using var poll = await host.PostAsync(
            "/oauth/token", ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", _deviceCode!), ("client_id", "web"),
                ("client_secret", TestHost.Secret));
        return await poll.Content.ReadAsStringAsync();
    }

    private static async Task<Form> OpenForm(TestHost host, string query)
    {
        using var response = await Send(host, HttpMethod.Get, Page + query, null);
        return new(await response.Content.ReadAsStringAsync(), response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    // All of the page's own fields, but for those that the person fills in.
    private static async Task<string> Submit(TestHost host, Form form, params (string Name, string Value)[] filled)
    {
        var fields = Regex.Matches(form.Html, "<input (?=[^>]*type=\"hidden\")[^>]*name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
        foreach (var (name, value) in filled)
        {
            fields[name] = value;
        }

        using var response = await Send(host, HttpMethod.Post, Page, form.Cookie, [.. fields.Select(field => (field.Key, field.Value))]);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Field(string html, string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value;

    private sealed record Form(string Html, string Cookie);

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
