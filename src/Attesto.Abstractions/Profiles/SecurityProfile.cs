namespace Attesto;

/// <summary>A named set of requirements that every client of the server must meet.</summary>
public enum SecurityProfile
{
    /// <summary>None: every option stands for itself.</summary>
    None,

    /// <summary>FAPI 2.0 Security Profile.</summary>
    Fapi2Security,

    /// <summary>FAPI 2.0 Message Signing, which includes the Security Profile: requests and responses are signed, too.</summary>
    Fapi2MessageSigning,
}
