using Attesto.Authorize;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>What a page in between is told of a request that it does not judge (OpenID Connect Core §3.1.2.1, §5.5.1.1).</summary>
public sealed class SignInDemandsTests
{
    [TestCase(null, null, "")]
    [TestCase("gold silver", null, "gold silver")]
    [TestCase(null, """{"id_token":{"acr":{"value":"gold"}}}""", "gold")]
    [TestCase("silver gold", """{"id_token":{"acr":{"values":["gold","tin"]}}}""", "silver gold tin")]
    [TestCase("silver", "garbage", "silver")]
    public void Authentication_contexts_come_from_both_parameters(string? acrValues, string? claims, string expected) =>
        Assert.That(string.Join(' ', SignInDemands.AcrValuesOf(Of(("acr_values", acrValues), ("claims", claims)))), Is.EqualTo(expected));

    [TestCase(null, null, false)]
    [TestCase("60", null, true)]
    [TestCase(null, "consent login", true)]
    [TestCase(null, "consent", false)]
    [TestCase("60", "login", true)]
    public void A_standing_session_is_not_enough_for_an_age_or_a_new_sign_in(string? maxAge, string? prompt, bool isNew) =>
        Assert.That(SignInDemands.WantNewSignIn(Of(("max_age", maxAge), ("prompt", prompt))), Is.EqualTo(isNew));

    [Test]
    public void Languages_keep_their_order() => Assert.That(SignInDemands.UiLocalesOf(Of(("ui_locales", " ja  ar"))), Is.EqualTo(new[] { "ja", "ar" }));

    private static RequestParameters Of(params (string Name, string? Value)[] parameters) =>
        new(parameters.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!)));
}
