"""The terms of the Anbao ontology, closed: an unknown name raises.

Generated from `ontology/` by `make generate`; do not edit.
"""

from __future__ import annotations

from rdflib.namespace import DefinedNamespace, Namespace
from rdflib.term import URIRef

__all__ = ["ANBAO"]


class ANBAO(DefinedNamespace):
    """The classes, properties and individuals of the ontology."""

    _fail = True
    _NS = Namespace("https://w3id.org/anbao/ontology#")

    AbstractOnly: URIRef  # abstract only
    Agreement: URIRef  # agreement
    AgreementLevel: URIRef  # level of agreement
    Agrees: URIRef  # agrees
    Answer: URIRef  # answer
    AnswerKind: URIRef  # kind of answer
    AsItStands: URIRef  # as it stands
    Assessment: URIRef  # assessment
    AuthoritySide: URIRef  # the administrative organ
    AuxiliaryNorm: URIRef  # auxiliary norm
    BareStatutes: URIRef  # the bare statutes
    Basis: URIRef  # basis
    Body: URIRef  # issuing body
    BurdenClaim: URIRef  # burden claim
    BurdenRule: URIRef  # burden rule
    Canon: URIRef  # canon
    CanonOrder: URIRef  # order of canons
    Case: URIRef  # case
    CausationGroup: URIRef  # causation
    CausationTest: URIRef  # causation test
    Characterisation: URIRef  # characterisation
    CircularCanons: URIRef  # circular order of canons
    CircularPriorities: URIRef  # circular priorities
    Circumstance: URIRef  # circumstance
    CircumstanceGroup: URIRef  # group of circumstances
    Claim: URIRef  # claim
    ClaimNorm: URIRef  # claim norm
    ClaimantGroup: URIRef  # victim and claimant
    ClaimantSide: URIRef  # claimant
    ClaimedPriority: URIRef  # claimed priority
    Comparison: URIRef  # comparison
    Compatible: URIRef  # compatible
    Concretises: URIRef  # concretises
    Conditional: URIRef  # conditional
    Conduct: URIRef  # conduct
    ConductGroup: URIRef  # conduct
    ConductNorm: URIRef  # conduct norm
    ConflictNorm: URIRef  # conflict norm
    Consequence: URIRef  # consequence
    Contradiction: URIRef  # contradiction of positions
    ContradictionKind: URIRef  # kind of contradiction
    Court: URIRef  # court
    Crux: URIRef  # crux
    Cumulative: URIRef  # cumulative
    DamageGroup: URIRef  # damage
    Decision: URIRef  # decision
    DefeatLabel: URIRef  # label
    DefenceEffect: URIRef  # effect of a defence
    DefenceNorm: URIRef  # defence norm
    DefendantGroup: URIRef  # defendant
    DefendantSide: URIRef  # defendant
    Denial: URIRef  # denial
    Derivation: URIRef  # derivation
    Disagrees: URIRef  # disagrees
    Displaced: URIRef  # displaced
    Dispute: URIRef  # dispute
    DisputedPoint: URIRef  # disputed point of law
    DisputedReading: URIRef  # reading of a disputed point
    Divergence: URIRef  # divergence
    DoctrinalPosition: URIRef  # doctrinal position
    DraftVersion: URIRef  # draft of a provision
    DutyContent: URIRef  # content of the duty
    DutyExample: URIRef  # example of a duty
    Elective: URIRef  # elective
    ElementState: URIRef  # state of an element
    ElementStatus: URIRef  # status of an element
    EmptyClass: URIRef  # a class without members
    Established: URIRef  # established
    Event: URIRef  # event
    EvidenceClosed: URIRef  # evidence closed
    EvidenceGroup: URIRef  # evidence
    EvidenceSide: URIRef  # side
    EvidenceStage: URIRef  # stage of the evidence
    Excepted: URIRef  # excepted
    Exception: URIRef  # exception
    ExceptionClaim: URIRef  # claimed exception
    Excludes: URIRef  # excludes
    ExcludesLiability: URIRef  # excludes liability
    Extension: URIRef  # extension
    FactualCircumstance: URIRef  # factual circumstance
    FaultGroup: URIRef  # fault
    Fills: URIRef  # fills
    Finding: URIRef  # finding
    FindingStatus: URIRef  # status of a finding
    FirstReading: URIRef  # first reading
    FullText: URIRef  # full text
    GeneralBurden: URIRef  # general burden
    Governs: URIRef  # governs
    Harm: URIRef  # harm
    Holding: URIRef  # holding
    IdleReason: URIRef  # reason for changing nothing
    InjurerGroup: URIRef  # direct injurer
    InjurerRole: URIRef  # role of the direct injurer
    InterestGroup: URIRef  # interest
    Interpretation: URIRef  # interpretation
    JudicialTenor: URIRef  # judicial tenor
    Knowledge: URIRef  # knowledge
    LeftOpen: URIRef  # left open
    LegalConcept: URIRef  # legal concept
    LegalOrder: URIRef  # legal order
    LegalQuestion: URIRef  # legal question
    LegalSource: URIRef  # source of law
    LexFerenda: URIRef  # lex ferenda
    LexLata: URIRef  # lex lata
    LexPosterior: URIRef  # lex posterior
    LexSpecialis: URIRef  # lex specialis
    LexSuperior: URIRef  # lex superior
    Liability: URIRef  # liability
    Measure: URIRef  # measure
    MeasureNotStated: URIRef  # measure not stated
    Met: URIRef  # met
    Mismatch: URIRef  # mismatch
    MismatchKind: URIRef  # kind of mismatch
    MismatchOfCourt: URIRef  # court
    MismatchOfDoctrine: URIRef  # doctrine
    MismatchOfFact: URIRef  # fact missing
    MismatchOfNorm: URIRef  # norm
    MismatchOfTime: URIRef  # time
    Mode: URIRef  # mode
    Nearest: URIRef  # nearest norm
    NoLiability: URIRef  # none
    Norm: URIRef  # norm
    NormRelation: URIRef  # relation between norms
    NormStatus: URIRef  # status of a norm
    NotComparable: URIRef  # not comparable
    NotMet: URIRef  # not met
    NotRaised: URIRef  # not raised
    NotShown: URIRef  # not shown
    NothingInIssue: URIRef  # nothing put in issue
    Notice: URIRef  # notice
    Open: URIRef  # open
    OpenConsequence: URIRef  # open consequence
    OpposedBurdens: URIRef  # opposed burdens
    OutsideGraph: URIRef  # outside this graph
    OutsideGround: URIRef  # answer outside this graph
    OutsideLoss: URIRef  # not reckoned by the loss
    OwnShare: URIRef  # its own share
    Parallel: URIRef  # parallel
    Party: URIRef  # party
    Period: URIRef  # period
    Practice: URIRef  # practice
    Premise: URIRef  # premise
    PremiseSet: URIRef  # set of premises
    Priority: URIRef  # priority
    PriorityClaim: URIRef  # priority claim
    Proceedings: URIRef  # proceedings
    ProductionOrder: URIRef  # duty to produce evidence
    Proposal: URIRef  # proposal
    ProtectedRight: URIRef  # right of the consumer
    Provision: URIRef  # provision
    ProvisionVersion: URIRef  # version of a provision
    Rank: URIRef  # rank
    ReadingPlace: URIRef  # place of a reading
    RecoversAll: URIRef  # recovers everything
    RecoversBeyondShare: URIRef  # recovers what exceeds its share
    RecoversNothing: URIRef  # recovers nothing
    RecoversOnCondition: URIRef  # recovers on a condition
    Recovery: URIRef  # extent of recourse
    RecoveryNotStated: URIRef  # recourse not stated
    Redefinition: URIRef  # redefinition
    ReducesLiability: URIRef  # reduces liability
    ReferringNorm: URIRef  # referring norm
    RefersTo: URIRef  # refers to
    Refuted: URIRef  # refuted
    RelationKind: URIRef  # kind of relation
    Replay: URIRef  # replay
    Restriction: URIRef  # restriction
    ScopeLimit: URIRef  # scope limit
    SecondReading: URIRef  # second reading
    Settled: URIRef  # settled
    Silent: URIRef  # not mentioned
    SourceParagraph: URIRef  # paragraph of a source
    Speaker: URIRef  # speaker
    Standard: URIRef  # standard of care
    StatedAmount: URIRef  # a stated amount
    StatedAmountAndShare: URIRef  # a stated amount and a share of the rest
    StatedByAuthor: URIRef  # stated by the author
    StatedPriority: URIRef  # stated by statute
    Statement: URIRef  # statement
    Statute: URIRef  # statute
    SuppliedByEditors: URIRef  # supplied by the editors
    Support: URIRef  # support
    SuspendsLiability: URIRef  # suspends liability
    TemporalAnchor: URIRef  # temporal anchor
    Theory: URIRef  # justifying theory
    TransactionGroup: URIRef  # transaction
    Turn: URIRef  # turn
    TwoLimits: URIRef  # two limits of one norm
    TwoReadings: URIRef  # two readings of one consequence
    Uncertain: URIRef  # uncertain
    Unsettled: URIRef  # unsettled
    Unverified: URIRef  # unverified
    Verification: URIRef  # verification
    Visibility: URIRef  # visibility
    WholeLoss: URIRef  # the whole loss
    accountFor: URIRef  # account for
    adopts: URIRef  # adopts
    after: URIRef  # after
    against: URIRef  # against
    agreeing: URIRef  # agreeing
    agreeingHigh: URIRef  # agreement, upper bound
    agreeingLow: URIRef  # agreement, lower bound
    agreement: URIRef  # agreement
    agreementFound: URIRef  # agreement among
    amountFen: URIRef  # amount in fen
    anchor: URIRef  # anchor
    answer: URIRef  # answer
    answerKind: URIRef  # kind of answer
    answersAs: URIRef  # amounts to the answer
    appliesBy: URIRef  # applies by
    arisesFrom: URIRef  # arises from
    articleNumber: URIRef  # article number
    assessment: URIRef  # assessment
    authority: URIRef  # authority
    basis: URIRef  # basis
    before: URIRef  # before
    beginEarliest: URIRef  # earliest beginning
    between: URIRef  # between
    breachedBy: URIRef  # breached by
    burdenFor: URIRef  # burden for
    burdenOn: URIRef  # burden on
    burdenUnder: URIRef  # under
    canon: URIRef  # canon
    canonOrder: URIRef  # order of the canon
    cap: URIRef  # cap
    casesAgreeing: URIRef  # cases agreeing
    casesCommitted: URIRef  # cases in which it commits itself
    casesCompared: URIRef  # cases compared
    casesCompatible: URIRef  # cases compatible
    casesDisagreeing: URIRef  # cases disagreeing
    casesOwnPremises: URIRef  # cases in which its premises act
    casesOwnSources: URIRef  # cases known through its own work
    causationElement: URIRef  # causation element
    causeOfAction: URIRef  # cause of action
    changesNoAnswer: URIRef  # changes no answer
    characterisedAs: URIRef  # characterised as
    circumstance: URIRef  # circumstance
    cites: URIRef  # cites
    claimant: URIRef  # claimant
    claimedFrom: URIRef  # claimed from
    claimedRelation: URIRef  # claimed relation
    claimedTo: URIRef  # claimed to
    commonAnswer: URIRef  # common answer
    comparedOn: URIRef  # compared on
    comparedQuestion: URIRef  # question compared
    comparedStage: URIRef  # stage compared
    concept: URIRef  # concept
    concerns: URIRef  # concerns
    condition: URIRef  # condition
    conductElement: URIRef  # conduct element
    consequence: URIRef  # consequence
    contradictingPremise: URIRef  # contradicting premise
    contradictionAbout: URIRef  # contradiction about
    contradictionKind: URIRef  # kind of the contradiction
    contradictionOf: URIRef  # contradiction of
    contradicts: URIRef  # contradicts
    counterfactualDate: URIRef  # counterfactual date
    court: URIRef  # court
    crux: URIRef  # crux of
    damageElement: URIRef  # damage element
    decidesAsStatutes: URIRef  # decides as the bare statutes
    decisionDate: URIRef  # date of decision
    decisions: URIRef  # decisions
    defence: URIRef  # subject to the defence
    defenceEffect: URIRef  # effect
    defendant: URIRef  # defendant
    definedBy: URIRef  # defined by
    differingFrom: URIRef  # differing from
    displacedBy: URIRef  # displaced by
    dispute: URIRef  # dispute
    divergence: URIRef  # divergence among
    docketNumber: URIRef  # docket number
    documentNumber: URIRef  # document number
    draftOf: URIRef  # draft of
    edtf: URIRef  # date as text
    element: URIRef  # element
    elementState: URIRef  # state of an element
    endEarliest: URIRef  # earliest end
    endLatest: URIRef  # latest end
    equalSharesUnder: URIRef  # equal shares under
    establishes: URIRef  # establishes
    exceptedBy: URIRef  # excepted by
    exceptsNorm: URIRef  # excepts
    exceptsNormsOf: URIRef  # excepts the norms of
    excludes: URIRef  # excludes
    exhaustive: URIRef  # exhaustive
    fault: URIRef  # fault
    faultElement: URIRef  # fault element
    favoursRank: URIRef  # favours rank
    finding: URIRef  # finding
    findingStatus: URIRef  # status
    firstInstanceCourt: URIRef  # court of first instance
    firstInstanceDocketNumber: URIRef  # docket number of first instance
    form: URIRef  # form
    foundBy: URIRef  # is found by
    foundThrough: URIRef  # found through
    fromAssessment: URIRef  # from assessment
    fromNorm: URIRef  # from
    givesUp: URIRef  # gives up
    governsQuestion: URIRef  # governs question
    group: URIRef  # group
    hasDispute: URIRef  # has dispute
    heldBy: URIRef  # held by
    heldForm: URIRef  # form held
    history: URIRef  # history
    holding: URIRef  # holding
    idleBecause: URIRef  # changes nothing because
    inferiorAssessment: URIRef  # yielding
    inferredCourt: URIRef  # court (inferred)
    injurer: URIRef  # direct injurer
    instance: URIRef  # instance
    interestElement: URIRef  # interest and whose it is
    interprets: URIRef  # interprets
    involves: URIRef  # involves
    issuer: URIRef  # issuer
    itemNumber: URIRef  # item number
    label: URIRef  # label
    lacks: URIRef  # lacks
    laidDownIn: URIRef  # laid down in
    leadsTo: URIRef  # leads to
    leavesInjurer: URIRef  # leaves the injurer liable as
    leavesInjurerInside: URIRef  # leaves the injurer liable to the defendant as
    legalOrder: URIRef  # legal order
    liability: URIRef  # liability
    liabilityScope: URIRef  # scope of liability
    mainQuestion: URIRef  # main question
    measuredBy: URIRef  # is measured by
    metBy: URIRef  # met by
    mismatch: URIRef  # mismatch
    mismatchKind: URIRef  # kind of mismatch
    mode: URIRef  # mode
    namesPremise: URIRef  # names the premise
    narrowerScopeThan: URIRef  # of narrower scope than
    nearerOn: URIRef  # nearer on
    nearerUnder: URIRef  # nearer under
    nearest: URIRef  # nearest norm
    noNormBecause: URIRef  # no norm because
    norm: URIRef  # norm
    notAgainst: URIRef  # not against
    notContradictedHigh: URIRef  # not contradicted, upper bound
    notContradictedLow: URIRef  # not contradicted, lower bound
    notInForce: URIRef  # not in force
    ofConsequence: URIRef  # of consequence
    ofNorm: URIRef  # of norm
    ofPoint: URIRef  # of point
    onAppeal: URIRef  # on appeal
    onFacts: URIRef  # on the facts
    onNorm: URIRef  # on norm
    onProvision: URIRef  # on provision
    openDefence: URIRef  # perhaps subject to the defence
    order: URIRef  # order
    outcome: URIRef  # outcome
    over: URIRef  # over
    paragraphNumber: URIRef  # paragraph number
    period: URIRef  # period
    pinpoint: URIRef  # pinpoint
    placeInSection: URIRef  # place in the section
    placeInSource: URIRef  # place in the source
    position: URIRef  # position
    precedence: URIRef  # precedence
    predecessor: URIRef  # predecessor
    premise: URIRef  # premise
    presupposes: URIRef  # presupposes
    presupposesNothing: URIRef  # presupposes nothing
    prevails: URIRef  # prevails
    priority: URIRef  # priority
    production: URIRef  # evidence to be produced
    productionFor: URIRef  # production for
    publication: URIRef  # publication
    question: URIRef  # question
    rank: URIRef  # rank
    reading: URIRef  # reading
    readingNumber: URIRef  # number of the reading
    readingOf: URIRef  # reading of
    recourse: URIRef  # recourse
    recourseAgainst: URIRef  # recourse against
    recovers: URIRef  # recovers
    refersTo: URIRef  # refers to
    relationKind: URIRef  # kind
    relationOpen: URIRef  # relation open
    reliefSought: URIRef  # relief sought
    replaced: URIRef  # holding replaced
    replaces: URIRef  # replaces
    replayedDispute: URIRef  # replayed dispute
    replayedForm: URIRef  # form compared
    replayedHolding: URIRef  # replayed holding
    replayedUnder: URIRef  # replayed under
    sameScopeAs: URIRef  # of the same scope as
    scopeElement: URIRef  # scope element
    section: URIRef  # section
    sector: URIRef  # sector
    seen: URIRef  # seen
    sentenceNumber: URIRef  # sentence number
    share: URIRef  # share
    sourceQuality: URIRef  # quality of sources
    specialTo: URIRef  # special to
    stage: URIRef  # stage
    state: URIRef  # state
    statedBy: URIRef  # stated by
    status: URIRef  # status
    strongerThan: URIRef  # stronger than
    subjectElement: URIRef  # subject element
    superiorAssessment: URIRef  # prevailing
    support: URIRef  # supported by
    suspendsConflict: URIRef  # suspends conflict
    takenHere: URIRef  # taken here
    testedBy: URIRef  # tested by
    textOrder: URIRef  # order in the text
    throughLaw: URIRef  # through the law of
    toNorm: URIRef  # to
    toQuestion: URIRef  # to the norms on
    transactionElement: URIRef  # transaction element
    turn: URIRef  # turn
    turnedBy: URIRef  # turned by
    underPremise: URIRef  # under premise
    unofficialTranslation: URIRef  # unofficial translation
    verification: URIRef  # verification
    vocabulary: URIRef  # vocabulary
    withoutEffect: URIRef  # without effect
    withoutMeans: URIRef  # is without means
    wording: URIRef  # wording
    year: URIRef  # year
    yieldsToSpecial: URIRef  # yields to special law by
