using System.Net;
using System.Text.RegularExpressions;

namespace HostNamespace.Tests;

/// <summary>A person at a browser without script.</summary>
internal sealed partial class Browser(HttpClient http)
{
    /// <summary>Opens a page, and follows where it leads: to a page, or back to the client.</summary>
    public Task<Page> OpenAsync(string url) => SendAsync(HttpMethod.Get, url, null);

    /// <summary>Sends the form of a page, with what the person enters.</summary>
    public Task<Page> SubmitAsync(Page page, params (string Name, string Value)[] entries)
    {
        var fields = entries.ToDictionary(entry => entry.Name, entry => entry.Value);
        foreach (Match input in Input().Matches(page.Html))
        {
            fields.TryAdd(WebUtility.HtmlDecode(input.Groups["name"].Value), WebUtility.HtmlDecode(input.Groups["value"].Value));
        }

        var action = Form().Match(page.Html);
        Assert.That(action.Success, $"There is no form at {page.Url}:\n{page.Html}");
        return SendAsync(HttpMethod.Post, new Uri(new Uri(page.Url), WebUtility.HtmlDecode(action.Groups["action"].Value)).AbsoluteUri, fields);
    }

    private async Task<Page> SendAsync(HttpMethod method, string url, Dictionary<string, string>? fields)
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
        }
    }

    [GeneratedRegex("""<input [^>]*name="(?<name>[^"]+)"[^>]*value="(?<value>[^"]*)"[^>]*>""")]
    private static partial Regex Input();

    [GeneratedRegex("""<form [^>]*action="(?<action>[^"]+)""")]
    private static partial Regex Form();
}

/// <summary>What the browser shows.</summary>
internal sealed record Page(string Url, string Html);
