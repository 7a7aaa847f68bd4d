using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attesto.Templates;

/// <summary>A file of requests as Visual Studio and the REST Client of VS Code read it, sent in its order.</summary>
internal sealed partial class HttpFile(string text, HttpClient http)
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, JsonNode> _answers = [];

    /// <summary>The requests of a page of the documentation, for a host.</summary>
    public static HttpFile OfGuide(string page, string address, HttpClient http) =>
        new($"@host = {address}\n\n{string.Join('\n', Blocks().Matches(page).Select(block => block.Groups["text"].Value))}", http);

    /// <summary>The address that a comment asks a person to open.</summary>
    public string Link => Links().Match(text).Groups["url"].Value;

    /// <summary>Sends everything; what a person would write into a variable is given, and what one does after a request that has a name.</summary>
    /// <returns>Each request with its answer, by its title.</returns>
    public async Task<IReadOnlyList<(string Title, int Status, string Body)>> SendAsync(
        IReadOnlyDictionary<string, string> written, Func<string, JsonNode, Task>? meanwhile = null)
    {
        var sent = new List<(string, int, string)>();
        foreach (var part in Parts().Split(text))
        {
            var lines = part.Split('\n').ToList();
            foreach (Match variable in Variables().Matches(part))
            {
                var name = variable.Groups["name"].Value;
                _variables[name] = written.GetValueOrDefault(name, variable.Groups["value"].Value);
            }

            if (lines.FindIndex(1, line => Requests().IsMatch(line)) is var first and > 0)
            {
                var name = Names().Match(part) is { Success: true } named ? named.Groups["name"].Value : null;
                sent.Add(await SendAsync(lines, first, name));
                await (name is null || meanwhile is null ? Task.CompletedTask : meanwhile(name, _answers[name]));
            }
        }

        return sent;
    }

    private async Task<(string Title, int Status, string Body)> SendAsync(List<string> lines, int first, string? name)
    {
        var words = Fill(lines[first]).Split(' ', 2);
        using var request = new HttpRequestMessage(new HttpMethod(words[0]), words[1]);
        var rest = lines[(first + 1)..];
        var headers = rest.TakeWhile(line => line.Length > 0).Select(line => Fill(line).Split(": ", 2)).ToDictionary(header => header[0], header => header[1]);
        if (headers.Remove("Content-Type", out var type))
        {
            request.Content = new StringContent(Fill(string.Join('\n', rest.SkipWhile(line => line.Length > 0)).Trim()), MediaTypeHeaderValue.Parse(type));
        }

        foreach (var (header, value) in headers)
        {
            request.Headers.Add(header, value);
        }

        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (name is not null)
        {
            _answers[name] = JsonNode.Parse(body)!;
        }

        return (lines[0].Trim(), (int)answer.StatusCode, body);
    }

    private string Fill(string line) => Places().Replace(line, place => place.Groups["request"] is { Success: true } request
        ? $"{_answers[request.Value][place.Groups["member"].Value]}"
        : _variables[place.Groups["name"].Value]);

    [GeneratedRegex("```http\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Parts();

    [GeneratedRegex("^# (?<url>http[^ \n]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Links();

    [GeneratedRegex("^@(?<name>[a-z]+) = (?<value>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Variables();

    [GeneratedRegex("^# @name (?<name>[a-z]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Names();

    [GeneratedRegex("^(GET|POST) ")]
    private static partial Regex Requests();

    [GeneratedRegex(@"\{\{((?<request>[a-z]+)\.response\.body\.\$\.(?<member>[a-z_]+)|(?<name>[a-z]+))\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Places();
}
