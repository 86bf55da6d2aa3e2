"""What the package exports, for type checkers; see __init__.py."""

from gametheory_orders.classroom.debrief import debrief as debrief
from gametheory_orders.classroom.grading import grade_answers as grade_answers
from gametheory_orders.classroom.otree import export_otree as export_otree
from gametheory_orders.classroom.played import read_play as read_play
from gametheory_orders.classroom.sheets import exercise_sheet as exercise_sheet
from gametheory_orders.classroom.sheets import read_sheet as read_sheet
from gametheory_orders.classroom.sheets import write_sheet as write_sheet
from gametheory_orders.files import compare as compare
from gametheory_orders.files import delivered_by_patience as delivered_by_patience
from gametheory_orders.files import load_game as load_game
from gametheory_orders.files import load_institution as load_institution
from gametheory_orders.files import load_issue as load_issue
from gametheory_orders.files import load_order as load_order
from gametheory_orders.files import load_reform as load_reform
from gametheory_orders.files import load_world as load_world
from gametheory_orders.files.advising import advise as advise
from gametheory_orders.files.claims import load_claims as load_claims
from gametheory_orders.files.footers import footer as footer
from gametheory_orders.files.frontiers import design_frontier as design_frontier
from gametheory_orders.files.games import nash_equilibria as nash_equilibria
from gametheory_orders.files.games import read_game as read_game
from gametheory_orders.files.studies import read_study as read_study
from gametheory_orders.files.thumbs import check_rule_of_thumb as check_rule_of_thumb
from gametheory_orders.files.thumbs import fitting_rules as fitting_rules
from gametheory_orders.files.thumbs import rules_of_thumb as rules_of_thumb
from gametheory_orders.foundations.errors import ModelError as ModelError
from gametheory_orders.foundations.errors import NoAnswer as NoAnswer
from gametheory_orders.games import CooperationGame as CooperationGame
from gametheory_orders.games import Outcome as Outcome
from gametheory_orders.games.extensive_form import ExtensiveFormGame as ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame as NormalFormGame
from gametheory_orders.games.repeated_game import RepeatedGame as RepeatedGame
from gametheory_orders.games.simple_game import simple_game as simple_game
from gametheory_orders.games.tu_game import TUGame as TUGame
from gametheory_orders.games.tu_game import tu_game as tu_game
from gametheory_orders.games.tu_game import tu_game_of as tu_game_of
from gametheory_orders.issues import CollectiveAction as CollectiveAction
from gametheory_orders.issues import Issue as Issue
from gametheory_orders.issues import MatrixGame as MatrixGame
from gametheory_orders.issues import PublicGood as PublicGood
from gametheory_orders.issues import SpatialPolicy as SpatialPolicy
from gametheory_orders.issues import TradeLinks as TradeLinks
from gametheory_orders.issues import public_good as public_good
from gametheory_orders.measures.agenda import Agenda as Agenda
from gametheory_orders.measures.agenda import flexibility as flexibility
from gametheory_orders.measures.assess import Assessment as Assessment
from gametheory_orders.measures.assess import assess as assess
from gametheory_orders.measures.compare import Comparison as Comparison
from gametheory_orders.measures.design_frontier import best_design as best_design
from gametheory_orders.measures.design_space import design_space as design_space
from gametheory_orders.measures.hybrid_gain import hybrid_gain as hybrid_gain
from gametheory_orders.measures.institutions import institution_gridlock as institution_gridlock
from gametheory_orders.measures.institutions import institution_power as institution_power
from gametheory_orders.measures.power import PowerIndices as PowerIndices
from gametheory_orders.measures.power import banzhaf as banzhaf
from gametheory_orders.measures.power import banzhaf_owen as banzhaf_owen
from gametheory_orders.measures.power import coleman as coleman
from gametheory_orders.measures.power import deegan_packel as deegan_packel
from gametheory_orders.measures.power import holler as holler
from gametheory_orders.measures.power import majority_deficit as majority_deficit
from gametheory_orders.measures.power import owen as owen
from gametheory_orders.measures.power import power_indices as power_indices
from gametheory_orders.measures.power import power_to_act as power_to_act
from gametheory_orders.measures.power import representation as representation
from gametheory_orders.measures.power import shapley_shubik as shapley_shubik
from gametheory_orders.measures.power import ternary_banzhaf as ternary_banzhaf
from gametheory_orders.measures.prices import order_prices as order_prices
from gametheory_orders.measures.reform import compare_reforms as compare_reforms
from gametheory_orders.orders import Binding as Binding
from gametheory_orders.orders import Consensus as Consensus
from gametheory_orders.orders import Criterion as Criterion
from gametheory_orders.orders import Exclusion as Exclusion
from gametheory_orders.orders import Fixed as Fixed
from gametheory_orders.orders import FixedLevel as FixedLevel
from gametheory_orders.orders import Joint as Joint
from gametheory_orders.orders import Largest as Largest
from gametheory_orders.orders import NoEnforcement as NoEnforcement
from gametheory_orders.orders import OpenEntry as OpenEntry
from gametheory_orders.orders import Order as Order
from gametheory_orders.orders import Penalty as Penalty
from gametheory_orders.orders import Pledge as Pledge
from gametheory_orders.orders import Quota as Quota
from gametheory_orders.orders import Reciprocity as Reciprocity
from gametheory_orders.orders import Review as Review
from gametheory_orders.orders import Sanctions as Sanctions
from gametheory_orders.orders import Tariff as Tariff
from gametheory_orders.orders import Transfers as Transfers
from gametheory_orders.orders import Unanimity as Unanimity
from gametheory_orders.orders import Universal as Universal
from gametheory_orders.orders import charter as charter
from gametheory_orders.orders import club as club
from gametheory_orders.orders import coalition as coalition
from gametheory_orders.orders import concert as concert
from gametheory_orders.orders.hybrid import Hybrid as Hybrid
from gametheory_orders.orders.institution import Institution as Institution
from gametheory_orders.orders.voting import SimpleGame as SimpleGame
from gametheory_orders.orders.voting import TernaryGame as TernaryGame
from gametheory_orders.orders.voting import all_of as all_of
from gametheory_orders.orders.voting import any_of as any_of
from gametheory_orders.orders.voting import compose as compose
from gametheory_orders.orders.voting import equivalent as equivalent
from gametheory_orders.orders.voting import minimal_blocking as minimal_blocking
from gametheory_orders.orders.voting import minimal_winning as minimal_winning
from gametheory_orders.orders.voting import nakamura_number as nakamura_number
from gametheory_orders.orders.voting import quota_game as quota_game
from gametheory_orders.orders.voting import ternary_game as ternary_game
from gametheory_orders.orders.voting import trade_robust as trade_robust
from gametheory_orders.orders.voting import unanimity_game as unanimity_game
from gametheory_orders.orders.voting import vetoers as vetoers
from gametheory_orders.orders.voting import weighted_game as weighted_game
from gametheory_orders.plots import plot as plot
from gametheory_orders.referee import ExactOutcome as ExactOutcome
from gametheory_orders.referee import Verification as Verification
from gametheory_orders.referee import solve_exactly as solve_exactly
from gametheory_orders.referee import verify as verify
from gametheory_orders.solvers.agenda import agenda_setter as agenda_setter
from gametheory_orders.solvers.backward_induction import backward_induction as backward_induction
from gametheory_orders.solvers.banzhaf_value import banzhaf_value as banzhaf_value
from gametheory_orders.solvers.bargaining import bargaining_equilibrium as bargaining_equilibrium
from gametheory_orders.solvers.binding_agreements import binding_agreements as binding_agreements
from gametheory_orders.solvers.binding_process import binding_process as binding_process
from gametheory_orders.solvers.breadth_depth import breadth_depth as breadth_depth
from gametheory_orders.solvers.characteristic_functions import (
    characteristic_function as characteristic_function,
)
from gametheory_orders.solvers.coalition_structures import stable_structures as stable_structures
from gametheory_orders.solvers.core import core as core
from gametheory_orders.solvers.core import in_core as in_core
from gametheory_orders.solvers.core_vertices import core_vertices as core_vertices
from gametheory_orders.solvers.correlated import (
    coarse_correlated_equilibrium as coarse_correlated_equilibrium,
)
from gametheory_orders.solvers.correlated import correlated_equilibrium as correlated_equilibrium
from gametheory_orders.solvers.critical_patience import critical_patience as critical_patience
from gametheory_orders.solvers.critical_patience import repeated_game as repeated_game
from gametheory_orders.solvers.dominance import rationalisable as rationalisable
from gametheory_orders.solvers.dominance import strict_dominance as strict_dominance
from gametheory_orders.solvers.dominance import weak_dominance as weak_dominance
from gametheory_orders.solvers.equilibria import equilibria as equilibria
from gametheory_orders.solvers.equilibrium_binding_agreements import (
    equilibrium_binding_agreements as equilibrium_binding_agreements,
)
from gametheory_orders.solvers.evolutionary import evolutionarily_stable as evolutionarily_stable
from gametheory_orders.solvers.expected_gridlock import expected_gridlock as expected_gridlock
from gametheory_orders.solvers.expected_gridlock import sample_gridlock as sample_gridlock
from gametheory_orders.solvers.farsighted import farsighted_sizes as farsighted_sizes
from gametheory_orders.solvers.governance_rules import majority_approval as majority_approval
from gametheory_orders.solvers.governance_rules import thermostat_payoffs as thermostat_payoffs
from gametheory_orders.solvers.governance_rules import unanimous_approval as unanimous_approval
from gametheory_orders.solvers.gridlock import gridlock_interval as gridlock_interval
from gametheory_orders.solvers.issue_bundles import best_partition as best_partition
from gametheory_orders.solvers.largest_consistent_set import (
    largest_consistent_set as largest_consistent_set,
)
from gametheory_orders.solvers.leadership import hedging as hedging
from gametheory_orders.solvers.leadership import leaders_choice as leaders_choice
from gametheory_orders.solvers.leadership import needed_reliability as needed_reliability
from gametheory_orders.solvers.leadership import patience_under as patience_under
from gametheory_orders.solvers.least_core import least_core as least_core
from gametheory_orders.solvers.linkage import link_games as link_games
from gametheory_orders.solvers.linkage import linkage as linkage
from gametheory_orders.solvers.mobilisation import mobilisation as mobilisation
from gametheory_orders.solvers.nash import EquilibriumSet as EquilibriumSet
from gametheory_orders.solvers.nash import lemke_howson as lemke_howson
from gametheory_orders.solvers.nash import select_equilibrium as select_equilibrium
from gametheory_orders.solvers.nash import zero_sum as zero_sum
from gametheory_orders.solvers.nucleolus import nucleolus as nucleolus
from gametheory_orders.solvers.nucleolus import prenucleolus as prenucleolus
from gametheory_orders.solvers.owen_value import owen_value as owen_value
from gametheory_orders.solvers.partition_function import partition_function as partition_function
from gametheory_orders.solvers.pledge_review import self_enforcing_weights as self_enforcing_weights
from gametheory_orders.solvers.potential import exact_potential as exact_potential
from gametheory_orders.solvers.pure_nash import pure_nash as pure_nash
from gametheory_orders.solvers.ratchet import ratchet as ratchet
from gametheory_orders.solvers.repeated import Automaton as Automaton
from gametheory_orders.solvers.repeated import MonitoredGame as MonitoredGame
from gametheory_orders.solvers.repeated import Trigger as Trigger
from gametheory_orders.solvers.repeated import agreement_patience as agreement_patience
from gametheory_orders.solvers.repeated import effective_patience as effective_patience
from gametheory_orders.solvers.repeated import equilibrium_payoffs as equilibrium_payoffs
from gametheory_orders.solvers.repeated import finite_horizon as finite_horizon
from gametheory_orders.solvers.repeated import getting_even as getting_even
from gametheory_orders.solvers.repeated import monitoring_bound as monitoring_bound
from gametheory_orders.solvers.repeated import periods_needed as periods_needed
from gametheory_orders.solvers.repeated import public_good_patience as public_good_patience
from gametheory_orders.solvers.repeated import punishment_length as punishment_length
from gametheory_orders.solvers.repeated import renegotiation_proof as renegotiation_proof
from gametheory_orders.solvers.repeated import signal_patience as signal_patience
from gametheory_orders.solvers.repeated import smallest_group as smallest_group
from gametheory_orders.solvers.repeated import symmetric_payoffs as symmetric_payoffs
from gametheory_orders.solvers.repeated import trigger_patience as trigger_patience
from gametheory_orders.solvers.repeated import trigger_value as trigger_value
from gametheory_orders.solvers.repeated import trust_threshold as trust_threshold
from gametheory_orders.solvers.repeated import (
    weakly_renegotiation_proof as weakly_renegotiation_proof,
)
from gametheory_orders.solvers.review_precision import review_precision as review_precision
from gametheory_orders.solvers.sanction_remedies import AudienceCost as AudienceCost
from gametheory_orders.solvers.sanction_remedies import OutsideCoalition as OutsideCoalition
from gametheory_orders.solvers.sanction_remedies import Override as Override
from gametheory_orders.solvers.sanctions import sanction_reach as sanction_reach
from gametheory_orders.solvers.security import security_levels as security_levels
from gametheory_orders.solvers.self_enforcing_voting import (
    grandfathered_quota as grandfathered_quota,
)
from gametheory_orders.solvers.self_enforcing_voting import (
    self_enforcing_quota as self_enforcing_quota,
)
from gametheory_orders.solvers.sequence_form import zero_sum_tree as zero_sum_tree
from gametheory_orders.solvers.shapley_value import shapley_value as shapley_value
from gametheory_orders.solvers.solve import solve as solve
from gametheory_orders.solvers.stable_coalitions import stable_coalitions as stable_coalitions
from gametheory_orders.solvers.stages import compliance_game as compliance_game
from gametheory_orders.solvers.stages import decision_tree as decision_tree
from gametheory_orders.solvers.stages import membership_game as membership_game
from gametheory_orders.solvers.symmetric_mixed import symmetric_mixed as symmetric_mixed
from gametheory_orders.solvers.symmetric_types import stable_types as stable_types
from gametheory_orders.solvers.tariff_regimes import tariff_regimes as tariff_regimes
from gametheory_orders.solvers.transfers import share_gains as share_gains
from gametheory_orders.solvers.transfers import transfer_stable as transfer_stable
from gametheory_orders.solvers.tu_properties import is_balanced as is_balanced
from gametheory_orders.solvers.tu_properties import is_convex as is_convex
from gametheory_orders.solvers.tu_properties import is_superadditive as is_superadditive
from gametheory_orders.solvers.tu_properties import is_totally_balanced as is_totally_balanced
from gametheory_orders.solvers.winset import winset as winset
from gametheory_orders.statics.advice import Advice as Advice
from gametheory_orders.statics.numeric.phases import phase_diagram as phase_diagram
from gametheory_orders.statics.numeric.ranges import Range as Range
from gametheory_orders.statics.numeric.ranks import ranks_under_ranges as ranks_under_ranges
from gametheory_orders.statics.numeric.sobol import sobol_indices as sobol_indices
from gametheory_orders.statics.numeric.study import parameter_study as parameter_study
from gametheory_orders.statics.numeric.tornado import tornado as tornado
from gametheory_orders.statics.outputs import output_names as output_names
from gametheory_orders.statics.outputs import read_output as read_output
from gametheory_orders.statics.parameters import parameter_names as parameter_names
from gametheory_orders.statics.parameters import vary as vary
from gametheory_orders.statics.sweeps import Axis as Axis
from gametheory_orders.statics.sweeps import Design as Design
from gametheory_orders.statics.sweeps import Study as Study
from gametheory_orders.statics.sweeps import SweepTable as SweepTable
from gametheory_orders.statics.sweeps import run_sweep as run_sweep
from gametheory_orders.worlds.world import World as World

__version__: str
from gametheory_orders.orders import ExclusiveEntry as ExclusiveEntry
from gametheory_orders.orders import Invitation as Invitation
from gametheory_orders.orders import MinimumParticipation as MinimumParticipation
from gametheory_orders.orders import SequentialAdmission as SequentialAdmission
from gametheory_orders.solvers.club_size import club_size as club_size
from gametheory_orders.solvers.depth_by_admission import depth_by_admission as depth_by_admission
from gametheory_orders.solvers.depth_by_admission import expected_depth as expected_depth
from gametheory_orders.solvers.forum_choice import forum_choice as forum_choice
from gametheory_orders.solvers.forum_choice import forum_shopping as forum_shopping
from gametheory_orders.solvers.forum_costs import attendance as attendance
from gametheory_orders.solvers.forum_costs import modules_better as modules_better
from gametheory_orders.solvers.forum_costs import participating_share as participating_share
from gametheory_orders.solvers.forum_costs import regulatory_race as regulatory_race
from gametheory_orders.solvers.forum_game import cross_effect as cross_effect
from gametheory_orders.solvers.forum_game import forum_equilibria as forum_equilibria
from gametheory_orders.solvers.go_it_alone import go_it_alone as go_it_alone
from gametheory_orders.solvers.hub_and_spoke import hub_and_spoke as hub_and_spoke
from gametheory_orders.solvers.minimum_participation import (
    participation_clauses as participation_clauses,
)
from gametheory_orders.solvers.posse import posse as posse
from gametheory_orders.solvers.rival_clubs import rival_clubs as rival_clubs
from gametheory_orders.statics.symbolic import derive as derive
from gametheory_orders.statics.symbolic import named_result as named_result
from gametheory_orders.statics.symbolic import named_results as named_results
from gametheory_orders.statics.symbolic import prove_sign as prove_sign
