using System.ComponentModel;
using System.Globalization;

namespace Attesto;

/// <summary>Of whom a PKCE challenge (RFC 7636) is demanded, besides those who always need one: public clients and those whose tokens are bound to a key. In
/// configuration <c>true</c> stands for <see cref="Required"/> and <c>false</c> for <see cref="NotRequired"/>.</summary>
[TypeConverter(typeof(PkceRequirementConverter))]
public enum PkceRequirement
{
    /// <summary>Of every client that is not exempted one by one (RFC 9700 §2.1.1, OAuth 2.1 §7.5.1).</summary>
    Required,

    /// <summary>Of every client, unless a confidential one sends a <c>nonce</c> with a request for an ID token, which then tells it of an injected code
    /// (RFC 9700 §2.1.1, OAuth 2.1 §7.5.1): for OpenID Connect clients that know no PKCE.</summary>
    RequiredUnlessNonce,

    /// <summary>Of no confidential client.</summary>
    NotRequired,
}

/// <summary>Reads the names, and true and false.</summary>
internal sealed class PkceRequirementConverter : EnumConverter
{
    public PkceRequirementConverter()
        : base(typeof(PkceRequirement))
    {
    }

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text && bool.TryParse(text, out var isRequired)
            ? isRequired ? PkceRequirement.Required : PkceRequirement.NotRequired
            : base.ConvertFrom(context, culture, value);
}
