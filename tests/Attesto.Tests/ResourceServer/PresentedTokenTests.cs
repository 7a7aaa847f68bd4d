using Attesto.Jose;
using Attesto.ResourceServer;
using NUnit.Framework;

namespace Attesto.Tests.ResourceServer;

/// <summary>RFC 6750, section 2: where a token may stand in a request, and where it may not.</summary>
public sealed class PresentedTokenTests : ProtectedApi
{
    [TestCase(null)]
    [TestCase("")]
    [TestCase("Bearer")]
    [TestCase("Bearer ")]
    [TestCase("Basic YTpi")]
    [TestCase("BearerX token")]
    [TestCase("\tBearer token")]
    public async Task Whoever_shows_no_token_learns_which_one_is_wanted(string? authorization)
    {
        var error = await Refuses(ARequest(authorization), "invalid_token", ResourceFault.NoToken, "Bearer");
        Assert.That(error.Status, Is.EqualTo(401));
    }

    [Test(Description = "header smuggling: which one would count is not ours to guess")]
    public async Task Two_headers_are_none()
    {
        await Refuses(ARequest(null) with { Authorization = [$"Bearer {Bearer}", "Bearer x"] }, "invalid_token", ResourceFault.SeveralTokens, "Bearer");
        await Refuses(ARequest(null) with { Authorization = [$"Bearer {Bearer}", $"Bearer {Bearer}"] }, "invalid_token", ResourceFault.SeveralTokens, "Bearer");
        await Refuses(ARequest($"Bearer {Bearer}, Bearer {Bearer}"), "invalid_token", TokenFault.Malformed, "Bearer");
        await Refuses(ARequest($"Bearer {Bearer} x"), "invalid_token", TokenFault.Malformed, "Bearer");
        await Refuses(ARequest($"Bearer\t{Bearer}"), "invalid_token", ResourceFault.NoToken, "Bearer");
    }

    [Test]
    public async Task A_body_counts_only_where_enabled_and_never_a_query()
    {
        var parameters = new RequestParameters([KeyValuePair.Create("access_token", Bearer)]);
        var post = ARequest(null) with { Method = "POST", Parameters = parameters };
        await Refuses(post, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(ARequest(null) with { Query = parameters }, "invalid_token", ResourceFault.NoToken, "Bearer");

        Issuer.Options.ProtectedResource.BearerMethodsSupported = ["header", "body"];
        Assert.That(await FaultOf(post), Is.Null);
        await Refuses(post with { Method = "GET" }, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(post with { Authorization = ["Basic YTpi"] }, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(post with { Parameters = new RequestParameters([.. parameters, .. parameters]) }, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(
            post with { Parameters = new RequestParameters([KeyValuePair.Create("access_token", Bound)]) }, "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
    }

    [TestCase("header")]
    [TestCase("header", "body")]
    public async Task A_token_in_the_header_and_another_in_the_form_are_refused_wherever_tokens_are_taken(params string[] methods)
    {
        Issuer.Options.ProtectedResource.BearerMethodsSupported = [.. methods];
        var parameters = new RequestParameters([KeyValuePair.Create("access_token", Bearer)]);
        var both = ARequest($"Bearer {Bearer}") with { Method = "POST", Parameters = parameters };
        Assert.That((await AuthenticateAsync(both)).Answer.TryGet(out _, out var error), Is.False);
        Assert.That((error?.Status, error?.Code, error?.Fault), Is.EqualTo((400, "invalid_request", ResourceFault.SeveralTokens)), "RFC 6750 §2");
    }

    [Test]
    public async Task An_extracted_token_counts_only_without_a_header()
    {
        var resource = Authenticator(Replays).OwnResource with { ExtractedToken = Bearer };
        Assert.That((await Authenticator(Replays).AuthenticateAsync(ARequest(null), resource, default)).Answer.TryGet(out _, out _), Is.True);
        var outcome = await Authenticator(Replays).AuthenticateAsync(ARequest("Bearer x"), resource, default);
        Assert.That(outcome.Answer.TryGet(out _, out var error), Is.False);
        Assert.That(error!.Fault, Is.EqualTo(TokenFault.Malformed));
    }
}
