using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace HostNamespace.Tests;

/// <summary>A person at a browser, whose pages are those of a front end as ATTESTO.md wants it.</summary>
internal sealed class Browser(HttpClient http)
{
    /// <summary>Opens a page, and follows where it leads: to a page of the front end, or back to the client.</summary>
    public Task<Page> OpenAsync(string url) => FollowAsync(HttpMethod.Get, url, null);

    /// <summary>Sends what the page sends, with what the person enters.</summary>
    public async Task<Page> SubmitAsync(Page page, params (string Name, string Value)[] entries)
    {
        var told = JsonNode.Parse(page.Html)!;
        var fields = entries.ToDictionary(entry => entry.Name, entry => entry.Value);
        fields[$"{told["field"]}"] = $"{told["token"]}";
        if ($"{told["page"]}" is not "SignIn")
        {
            foreach (var field in told["model"]!["fields"]!.AsArray())
            {
                fields[$"{field!["key"]}"] = $"{field["value"]}";
            }

            return await FollowAsync(HttpMethod.Post, $"{TestHost.Address}{told["model"]!["action"]}", fields);
        }

        fields["returnUrl"] = $"{told["model"]!["returnUrl"]}";
        using var response = await http.PostAsync("/signin", new FormUrlEncodedContent(fields));
        var answer = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), answer);
        return await OpenAsync($"{TestHost.Address}{JsonNode.Parse(answer)!["returnUrl"]}");
    }

    private async Task<Page> FollowAsync(HttpMethod method, string url, Dictionary<string, string>? fields)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, url) { Content = fields is null ? null : new FormUrlEncodedContent(fields) };
            request.Headers.Accept.ParseAdd("text/html");
            using var response = await http.SendAsync(request);
            if (response.Headers.Location is not { } location)
            {
                return new Page(url, await response.Content.ReadAsStringAsync());
            }

            (method, url, fields) = (HttpMethod.Get, new Uri(new Uri(url), location).AbsoluteUri, null);
            if (url.StartsWith(Given.RedirectUri, StringComparison.Ordinal))
            {
                return new Page(url, "");
            }

            if (url.StartsWith($"{TestHost.Address}/app/", StringComparison.Ordinal))
            {
                return await FetchAsync(url);
            }
        }
    }

    private async Task<Page> FetchAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{QueryHelpers.ParseQuery(new Uri(url).Query)["returnUrl"]}");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await http.SendAsync(request);
        return new Page(url, await response.Content.ReadAsStringAsync());
    }
}

/// <summary>What the page is told.</summary>
internal sealed record Page(string Url, string Html);
