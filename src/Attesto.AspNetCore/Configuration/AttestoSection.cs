using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Binds the configuration section <c>Attesto</c>, and refuses names that no option has and values that do not bind:
/// a misspelt safeguard must not pass for a set one.</summary>
internal sealed class AttestoSection(IServiceProvider services) : IConfigureOptions<AttestoOptions>, IValidateOptions<AttestoOptions>
{
    private readonly IConfigurationSection? _section = services.GetService<IConfiguration>()?.GetSection("Attesto"); // a bare container has no configuration

    private string[] _unbound = [];

    public void Configure(AttestoOptions options) => _unbound = _section is null
        ? []
        : [.. OptionTree.LeavesOf(typeof(AttestoOptions)).Select(leaf => OptionBinding.Bind(options, leaf, _section.GetSection(leaf.Path))).OfType<string>()];

    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        var unknown = _section is null ? [] : UnknownNames(_section, typeof(AttestoOptions))
            .Select(path => $"{path} is not an option of this server. Correct the name or remove it.");
        string[] faults = [.. _unbound, .. unknown];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> UnknownNames(IConfiguration section, Type type) => section.GetChildren().SelectMany(child =>
    {
        var property = Array.Find(type.GetProperties(), property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase));
        return property is null ? [child.Path] :
            OptionNode.IsGroup(property.PropertyType) ? UnknownNames(child, property.PropertyType) :
            new OptionNode(child.Path, property) is { EntryGroup: { } entry } ? child.GetChildren().SelectMany(item => UnknownNames(item, entry)) :
            UnknownKeys(child, property.PropertyType);
    });

    // A map by an enumeration has names that can be wrong, too; the binder skips them silently.
    private static IEnumerable<string> UnknownKeys(IConfigurationSection section, Type type) =>
        type.GetGenericArguments() is [{ IsEnum: true } keys, _]
            ? section.GetChildren().Where(child => !Enum.TryParse(keys, child.Key, ignoreCase: true, out _)).Select(child => child.Path)
            : [];
}
