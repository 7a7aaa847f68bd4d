using System.Web;

namespace Attesto.Faults;

/// <summary>What came back from a node.</summary>
/// <param name="Status">The status, or 0 if the connection broke before an answer came.</param>
/// <param name="Text">The body.</param>
/// <param name="Json">The body, if it is a JSON object.</param>
/// <param name="Location">Where a redirect leads.</param>
/// <param name="Cookies">The cookies that were set, as a browser sends them back.</param>
internal sealed record Reply(int Status, string Text, JsonObject? Json, Uri? Location, string Cookies)
{
    /// <summary>When to come back, if the answer says so.</summary>
    public string? RetryAfter { get; init; }

    public static Reply None { get; } = new(0, "", null, null, "");

    public string? this[string member] => Json?[member]?.ToString();

    /// <summary>The authorization code of a redirect, or null.</summary>
    public string? Code => Location is not { IsAbsoluteUri: true } ? null : HttpUtility.ParseQueryString(Location.Query)["code"];

    /// <summary>True for a document or a code; a page is neither a grant nor a refusal.</summary>
    public bool IsGranted => Code is not null || (Status is 200 or 201 && Json is not null);

    public bool IsPage => Status is 200 && Text.StartsWith('<');

    /// <summary>True if the client cannot know what became of its request, or is asked to come back later.</summary>
    public bool IsUnsettled => Status is 0 or 503;
}
