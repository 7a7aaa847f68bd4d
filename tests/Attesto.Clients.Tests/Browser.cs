using System.Net;
using System.Text.RegularExpressions;

namespace Attesto.Clients.Tests;

/// <summary>A person's browser: keeps cookies, follows redirects, and submits the pages that submit themselves (response mode form_post).</summary>
internal sealed partial class Browser(Internet internet) : IDisposable
{
    private const int MaxSteps = 12;

    private readonly CookieContainer _cookies = new();
    private readonly HttpMessageInvoker _way = new(internet.NewHandler());

    /// <summary>Where it ended up.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Opens a URL and goes on until a page stays.</summary>
    public async Task<string> OpenAsync(string url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        for (var step = 0; step < MaxSteps; step++)
        {
            using var response = await SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if (response.Headers.Location is { } location)
            {
                request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, location));
            }
            else if (body.Contains("method=\"post\"", StringComparison.OrdinalIgnoreCase) && Fields().Matches(body) is { Count: > 0 } fields)
            {
                var action = WebUtility.HtmlDecode(Action().Match(body).Groups[1].Value);
                request = new HttpRequestMessage(HttpMethod.Post, action)
                {
                    Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))),
                };
            }
            else
            {
                return response.IsSuccessStatusCode ? body : throw new AssertionException($"{(int)response.StatusCode} at {Address}: {body}");
            }
        }

        throw new AssertionException($"round and round, last at {Address}");
    }

    /// <summary>Follows redirects until one leads to an application that has no web page of its own.</summary>
    /// <returns>The URL that the application gets.</returns>
    public async Task<string> OpenUntilAsync(string url, string end)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        for (var step = 0; step < MaxSteps; step++)
        {
            using var response = await SendAsync(request);
            var next = response.Headers.Location is { } location ? new Uri(Address, location)
                : throw new AssertionException($"{(int)response.StatusCode} at {Address}: {await response.Content.ReadAsStringAsync()}");
            if (next.OriginalString.StartsWith(end, StringComparison.Ordinal))
            {
                return next.OriginalString;
            }

            request = new HttpRequestMessage(HttpMethod.Get, next);
        }

        throw new AssertionException($"round and round, last at {Address}");
    }

    /// <summary>Fetches URLs for a page that is open, as script does: all leave with the cookies of this moment, before the first answer is there.</summary>
    public async Task<(HttpStatusCode Status, string Body)[]> FetchAsync(IEnumerable<string> urls)
    {
        var requests = urls.Select(url => WithCookies(new HttpRequestMessage(HttpMethod.Get, url))).ToList();
        return await Task.WhenAll(requests.Select(async request =>
        {
            using var response = await ReceiveAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }));
    }

    public void Dispose() => _way.Dispose();

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        Address = request.RequestUri!;
        return ReceiveAsync(WithCookies(request));
    }

    private HttpRequestMessage WithCookies(HttpRequestMessage request)
    {
        if (_cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        return request;
    }

    private async Task<HttpResponseMessage> ReceiveAsync(HttpRequestMessage request)
    {
        var response = await _way.SendAsync(request, CancellationToken.None);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            _cookies.SetCookies(request.RequestUri!, cookie);
        }

        return response;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Fields();

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Action();
}
