using System.Collections.Immutable;
using System.Text.Json;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Management.Tests;

public sealed class ClientEntryTests
{
    private static readonly string[] NotItsOwn = [nameof(Client.Origin), nameof(Client.Tag), nameof(Client.Secrets)];

    [Test]
    public void Every_member_of_a_client_is_written_and_read()
    {
        var client = Filled();
        var members = typeof(Client).GetProperties().Where(member => !NotItsOwn.Contains(member.Name)).ToList();
        var standard = new Client { Id = "" };
        Assert.That(members.Where(member => Text(member.GetValue(client)) == Text(member.GetValue(standard))).Select(member => member.Name), Is.Empty, "every member is set here");

        var read = JsonSerializer.Deserialize<ClientEntry>(ManagementJson.Write(ClientEntry.Of(client)), ManagementJson.Options)!.ToClient();
        foreach (var member in members)
        {
            Assert.That(Text(member.GetValue(read)), Is.EqualTo(Text(member.GetValue(client))), member.Name);
        }
    }

    [Test]
    public void The_form_of_a_client_loses_nothing_but_its_state_and_what_says_the_same()
    {
        foreach (var client in new[] { Filled(), new Client { Id = "plain" }, new Client { Id = "none", GrantTypes = [], AllowedScope = ScopeSet.Empty, RequirePkce = false } })
        {
            var read = ClientForm.Of(client, Guid.Empty).ToClient();
            foreach (var member in typeof(Client).GetProperties().Where(member => !NotItsOwn.Contains(member.Name) && member.Name != nameof(Client.IsRevoked)))
            {
                Assert.That(Text(member.GetValue(read)), Is.EqualTo(Text(member.GetValue(client))), $"{client.Id} {member.Name}");
            }
        }
    }

    [TestCase("[]", "must be a JSON object")]
    [TestCase("{", "must be JSON")]
    [TestCase("{ \"name\": \"x\" }", "\"name\"")]
    [TestCase("{ \"isRevoked\": false }", "\"isRevoked\"")]
    [TestCase("{ \"requirePkces\": true }", "requirePkces")]
    [TestCase("{ \"requirePkce\": \"yes\" }", "requirePkce")]
    public void What_the_rest_of_a_form_cannot_be_is_said(string rest, string reason)
    {
        var wrong = Assert.Throws<ClientDataException>(() => new ClientForm { Id = "x", Rest = rest }.ToClient());
        Assert.That(wrong!.Faults.Select(fault => fault.Field), Is.EqualTo(new[] { nameof(ClientForm.Rest) }));
        Assert.That(wrong.Faults[0].Reason, Does.Contain(reason).And.Not.Contain("Attesto"));
    }

    private static string Text(object? value) => value switch
    {
        JsonWebKeySet keys => string.Join(' ', keys.Keys.Select(key => $"{key.Kty} {key.Crv} {key.X} {key.Y} {key.Kid}")),
        ScopeSet scope => scope.ToString(),
        _ => JsonSerializer.Serialize(value),
    };

    private static Client Filled()
    {
        var values = typeof(Client).GetProperties().Where(member => !NotItsOwn.Contains(member.Name))
            .ToDictionary(member => member, member => Value(member.PropertyType, member.Name));
        var client = new Client { Id = "" };
        foreach (var (member, value) in values)
        {
            member.SetValue(client, value);
        }

        return client;
    }

    private static object Value(Type type, string name) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => $"of {name}",
        var flag when flag == typeof(bool) => true,
        var list when list == typeof(ImmutableArray<string>) => ImmutableArray.Create($"one of {name}", "two"),
        var scope when scope == typeof(ScopeSet) => ScopeSet.Of("openid", name),
        var names when names == typeof(ImmutableDictionary<string, string>) => ImmutableDictionary<string, string>.Empty.Add("de", "Laden"),
        var keys when keys == typeof(JsonWebKeySet) => Keys(),
        var choice when choice.IsEnum => Enum.GetValues(choice).GetValue(1)!,
        var other => throw new NotSupportedException($"{other} {name}"),
    };

    private static JsonWebKeySet Keys() => JsonWebKeyReader.TryReadSet(
        """{"keys":[{"kty":"EC","crv":"P-256","kid":"one","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}""",
        out var set) ? set : throw new InvalidOperationException();
}
