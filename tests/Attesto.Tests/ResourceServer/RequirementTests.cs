using Attesto.Issuing;
using Attesto.ResourceServer;
using Attesto.SenderConstraints;
using Attesto.Tests.Keys;
using Attesto.Tests.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.ResourceServer;

/// <summary>RFC 6750 §3.1, RFC 9470: what a route may demand of a token.</summary>
public sealed class RequirementTests
{
    private static readonly ProtectedResource Resource = new() { Audiences = [Issuer.Audience], MetadataUrl = "https://api.example/meta" };

    private readonly Issuer _issuer = new();

    [TestCase("read:reports write:reports", true)]
    [TestCase("write:reports read:reports x", true)]
    [TestCase("read:* write:*", true)]
    [TestCase("*", true)]
    [TestCase("read:reports", false)]
    [TestCase("read:reports write:report", false)]
    [TestCase("read: write:", false)]
    [TestCase("", false)]
    public async Task All_required_scopes_must_be_covered(string granted, bool covered)
    {
        var token = await TokenAsync(Issuer.ARequest() with { Scope = ScopeSet.TryParse(granted, out var scope) ? scope : ScopeSet.Empty });
        Assert.That(new RequiredScopes("read:reports", "write:reports").AreCoveredBy(token), Is.EqualTo(covered));
    }

    [Test]
    public async Task The_refusal_of_a_scope_names_all_that_are_required_in_the_scheme_of_the_token()
    {
        var required = new RequiredScopes("read:reports", "write:reports");
        var error = required.Refuse(await TokenAsync(Issuer.ARequest()), Resource);
        Assert.That((error.Status, error.Code), Is.EqualTo((403, "insufficient_scope")));
        Assert.That(
            $"{error.Challenge}", Does.StartWith("Bearer error=\"insufficient_scope\"").And.Contain("scope=\"read:reports write:reports\"").And.Contain("resource_metadata="));
        Assert.That($"{required.Refuse(await BoundAsync(), Resource).Challenge}", Does.StartWith("DPoP "));
    }

    [TestCase]
    [TestCase("")]
    [TestCase("a b")]
    [TestCase("read:*")]
    [TestCase("*")]
    [TestCase("a\"")]
    public void An_impossible_scope_is_refused_where_it_is_written(params string[] scopes) =>
        Assert.That(() => new RequiredScopes(scopes), Throws.ArgumentException);

    [TestCase("gold", 300, "gold", 300, true)]
    [TestCase("gold", 300, "gold", 301, false)]
    [TestCase("gold", 300, "silver", 0, false)]
    [TestCase("gold", 300, null, 0, false)]
    [TestCase("gold", 300, "gold", null, false)]
    [TestCase("gold", null, "gold", null, true)]
    [TestCase(null, 0, null, 0, true)]
    [TestCase(null, 0, null, 1, false)]
    public async Task A_step_up_demands_strength_and_freshness(string? demandedAcr, int? maxAge, string? acr, int? age, bool met)
    {
        var requirement = new StepUpRequirement(demandedAcr is null ? [] : [demandedAcr, "platinum"], maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var token = await TokenAsync(Issuer.ARequest() with { Acr = acr, AuthTime = age is { } ago ? _issuer.Clock.Now.AddSeconds(-ago) : null });
        Assert.That(requirement.IsMetBy(token, _issuer.Clock.Now), Is.EqualTo(met));
    }

    [Test(Description = "RFC 9470 §3")]
    public async Task The_refusal_of_a_step_up_says_what_would_do()
    {
        var requirement = new StepUpRequirement(["gold", "platinum"], TimeSpan.FromSeconds(300));
        var error = requirement.Refuse(await BoundAsync(), Resource);
        Assert.That((error.Status, error.Code), Is.EqualTo((401, "insufficient_user_authentication")));
        Assert.That($"{error.Challenge}", Does.StartWith("DPoP error=").And.Contain("acr_values=\"gold platinum\"").And.Contain("max_age=\"300\""));
        Assert.That($"{new StepUpRequirement([], TimeSpan.Zero).Refuse(await TokenAsync(Issuer.ARequest()), Resource).Challenge}",
            Does.StartWith("Bearer ").And.Contain("max_age=\"0\"").And.Not.Contain("acr_values"));
    }

    [TestCase(null, null)]
    [TestCase("", null)]
    [TestCase("a b", null)]
    [TestCase("a,b", null)]
    [TestCase("a\"", null)]
    [TestCase("a\\", null)]
    [TestCase("gold", -1)]
    public void An_impossible_step_up_is_refused_where_it_is_written(string? acr, int? maxAge) => Assert.That(
        () => new StepUpRequirement(acr is null ? [] : [acr], maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null), Throws.ArgumentException);

    private Task<VerifiedAccessToken> BoundAsync() =>
        TokenAsync(Issuer.ARequest() with { SenderConstraint = new SenderConstraint.Dpop(TestKeys.Es256.KeyId, default, default) });

    private async Task<VerifiedAccessToken> TokenAsync(AccessTokenRequest request)
    {
        var result = await _issuer.Verifier.VerifyAsync((await _issuer.IssueAsync(request)).Token, [Issuer.Audience], default);
        return result.TryGet(out var token, out var error) ? token : throw new AssertionException($"{error}");
    }
}
