using System.Text.Json;

namespace Attesto.AspNetCore.Tests.Configuration;

public sealed class AttestoOptionsReferenceTests
{
    [Test]
    public void Every_option_has_a_name_a_type_a_default_and_a_sentence()
    {
        var options = JsonElement.Parse(AttestoOptionsReference.ToJson()).EnumerateArray().ToDictionary(option => option.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.That(options.Keys, Does.Contain("Attesto:Issuer").And.Contains("Attesto:Dpop:ProofMaxAge").And.Contains("Attesto:Registration:SoftwareStatementIssuers"));
        Assert.That(options["Attesto:Authorization:CodeLifetime"].GetProperty("default").GetString(), Is.EqualTo("00:01:00"));
        Assert.That(options["Attesto:RequestObjects:Policy"].GetProperty("type").GetString(), Does.StartWith("Generic or "));
        Assert.That(options.Values.Where(option => option.GetProperty("summary").GetString()!.Length < 10).Select(option => option.GetProperty("name").GetString()), Is.Empty);
        Assert.That(options.Values.Select(option => option.GetProperty("summary").GetString()), Has.None.Contains("  ").And.None.Contains("<"));
    }
}
