using System.Net;
using System.Text.RegularExpressions;

namespace Attesto.Management.Tests;

/// <summary>A browser without script: cookies, redirects, forms.</summary>
internal sealed partial class AdminBrowser(string address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(address) }; // its handler keeps cookies and follows redirects

    /// <summary>A browser in which somebody is signed in.</summary>
    public static async Task<AdminBrowser> SignInAsync(AdminHost host, string username)
    {
        var browser = new AdminBrowser(host.Address);
        await browser.SendAsync(await browser.OpenAsync("/attesto/admin"), ("username", username), ("password", AdminHost.Password));
        return browser;
    }

    public Task<Shown> OpenAsync(string path) => ReadAsync(_http.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Sends the last form of a page with what it has and what is typed.</summary>
    public Task<Shown> SendAsync(Shown page, params (string Name, string Value)[] typed) => SendAsync(page, page.Forms[^1], typed);

    /// <summary>Sends the first form of a page.</summary>
    public Task<Shown> SendFirstAsync(Shown page, params (string Name, string Value)[] typed) => SendAsync(page, page.Forms[0], typed);

    public async Task<Shown> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await ReadAsync(_http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), form));
    }

    public void Dispose() => _http.Dispose();

    private Task<Shown> SendAsync(Shown page, SentForm form, (string Name, string Value)[] typed) =>
        PostAsync(form.Action.Length == 0 ? page.Path : form.Action, [.. form.Hidden.Where(field => !typed.Any(own => own.Name == field.Name)), .. typed]);

    private static async Task<Shown> ReadAsync(Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        var html = await answer.Content.ReadAsStringAsync();
        var forms = Form().Matches(html).Select(form => new SentForm(
            WebUtility.HtmlDecode(form.Groups["action"].Value),
            [.. Hidden().Matches(form.Value).Select(field => (field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)))]));
        return new Shown(
            (int)answer.StatusCode,
            answer.RequestMessage!.RequestUri!.PathAndQuery,
            html,
            [.. forms],
            $"{answer.Content.Headers.ContentType?.MediaType}",
            answer.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy.Single() : "");
    }

    [GeneratedRegex("<form(?=[^>]*method=\"post\")([^>]*action=\"(?<action>[^\"]*)\")?.*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [GeneratedRegex("<input (type=\"hidden\" )?name=\"(?<name>[^\"]+)\" (type=\"hidden\" )?value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}

/// <summary>A page.</summary>
internal sealed record Shown(int Status, string Path, string Html, SentForm[] Forms, string Type, string Policy)
{
    /// <summary>The hidden fields of its last form.</summary>
    public (string Name, string Value)[] Hidden => Forms[^1].Hidden;

    /// <summary>The words of the element with an id.</summary>
    public string Words(string id) =>
        WebUtility.HtmlDecode(Regex.Match(Html, $"id=\"{id}\"[^>]*>(?<words>[^<]*)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["words"].Value).Trim();
}

/// <summary>A form of a page: where it goes, empty for the page itself, and its hidden fields.</summary>
internal sealed record SentForm(string Action, (string Name, string Value)[] Hidden);
